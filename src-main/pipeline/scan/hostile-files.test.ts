import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asciiBytes, joinBytes } from '../../formats/bytes.ts';
import { chunk, form, SAMPLES } from '../../testing/chunk-file.ts';
import { flacFile } from '../../testing/flac-file.ts';
import { apeTag, id3Frame, id3Tag, mp3Sound } from '../../testing/id3-file.ts';
import { box } from '../../testing/mp4-file.ts';
import { vorbisComments } from '../../testing/ogg-file.ts';
import { readMetadata } from './read-metadata.ts';

/** A loaded machine needs a few; without limits it is minutes. */
const MOST_SECONDS = 15;
const MANY = Array.from({ length: 200_000 }, (_, index) => `g${index}`);
const manyGenres = (): Uint8Array => id3Tag(4, [id3Frame(4, 'TCON', MANY.join('\0'))]);

const HOSTILE: readonly (readonly [string, string, () => Uint8Array])[] = [
  ['genres of ID3', 'genres.mp3', () => joinBytes([manyGenres(), mp3Sound()])],
  ['genres of ID3 in a chunk', 'genres.aiff', () => form('AIFF', [chunk('ID3 ', manyGenres(), { big: true })])],
  [
    'genres of FLAC',
    'genres.flac',
    () => flacFile([{ type: 4, content: vorbisComments(MANY.map((name) => `GENRE=${name}`)) }]),
  ],
  ['artists of APE', 'artists.mp3', () => joinBytes([mp3Sound(), apeTag({ Artist: MANY.join('\0') })])],
  [
    'chunks',
    'chunks.aiff',
    () => form('AIFF', [Buffer.alloc(8 * 500_000, chunk('FVER', '')), chunk('SSND', SAMPLES, { big: true })]),
  ],
  ['boxes', 'boxes.m4a', () => joinBytes([box('ftyp', asciiBytes('M4A ')), Buffer.alloc(8_000_000, box('free'))])],
  [
    'blocks',
    'blocks.flac',
    () => flacFile(Array.from({ length: 400_000 }, () => ({ type: 1, content: new Uint8Array(0) }))),
  ],
];

let folder = '';
const save = async (name: string, bytes: Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-hostile-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('a file that is made to keep its reader busy', () => {
  it.each(HOSTILE)('is read within moments: %s', async (_what, name, bytes) => {
    const path = await save(name, bytes());
    const started = performance.now();
    const { genres } = await readMetadata(path);
    expect((performance.now() - started) / 1000).toBeLessThan(MOST_SECONDS);
    expect(genres.length).toBeLessThanOrEqual(100);
  });

  it.runIf(process.platform !== 'win32')('is no file, but a pipe', async () => {
    const path = join(folder, 'pipe.mp3');
    execFileSync('mkfifo', [path]);
    await expect(readMetadata(path)).rejects.toMatchObject({ code: 'file-not-audio' });
  });
});

describe('texts of tags', () => {
  it('are cut to what a table can show, between characters', async () => {
    const content = vorbisComments([
      `TITLE=${'t'.repeat(5_000)}`,
      `ARTIST=${'😀'.repeat(600)}`,
      `ALBUM=x${'😀'.repeat(600)}`,
      `GENRE=${'g'.repeat(500)}`,
    ]);
    const metadata = await readMetadata(await save('long.flac', flacFile([{ type: 4, content }])));
    expect(metadata.title).toBe('t'.repeat(1_000));
    expect(metadata.artist).toBe('😀'.repeat(500));
    expect(metadata.album).toBe(`x${'😀'.repeat(499)}`);
    expect(metadata.genres).toEqual(['g'.repeat(200)]);
  });
});
