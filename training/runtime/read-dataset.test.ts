import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EFFICIENTAT_SPEC } from '../../src-main/pipeline/features/known-specs.ts';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import { createTestDecoder } from '../../src-main/testing/test-decoder.ts';
import { labelledFolders } from './labelled-files.ts';
import type { DataSource, ReadOptions } from './read-dataset.ts';
import { readDataset, requireTrainable } from './read-dataset.ts';

let root = '';
let leftOut: string[] = [];
let leftOutGenres: string[] = [];

async function save(name: string, data: Uint8Array | string): Promise<string> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
  return path;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'genrescope-dataset-'));
  const sound = synthesizeWav({ seconds: 1.5 });
  for (const name of [
    'music/high/a.wav',
    'music/high/b.wav',
    'music/low/a.wav',
    'music/low/b.wav',
    'music/__proto__/a.wav',
    'music/__proto__/b.wav',
    'alone/high/a.wav',
  ])
    await save(name, sound);
  await save('music/broken/a.wav', 'no music');
  await save('music/low/silent.wav', synthesizeWav({ seconds: 2, amplitude: 0, noise: 0 }));
  await save('music/low/short.wav', synthesizeWav({ seconds: 0.5 }));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

function read(kind: DataSource['kind'], path: string, options: Partial<ReadOptions> = {}) {
  leftOut = [];
  leftOutGenres = [];
  return readDataset(
    { kind, path: join(root, path) },
    {
      frontEnd: { kind: 'mel-decibels', hopLength: 512 },
      limit: null,
      genres: null,
      seed: 1,
      decoder: createTestDecoder(),
      onProgress: () => undefined,
      onSkip: (file, reason) => leftOut.push(`${file.slice(root.length + 1)}: ${reason}`),
      onGenreSkip: (genre) => leftOutGenres.push(genre),
      ...options,
    },
  );
}

describe('a folder of folders', () => {
  it('gives the genres of which a track can be used, and leaves out what cannot be heard', async () => {
    const dataset = await read('folders', 'music');
    expect(dataset.genres).toEqual(['__proto__', 'high', 'low']);
    expect(dataset.examples.map(({ allowed }) => allowed)).toEqual([[0], [0], [1], [1], [2], [2]]);
    expect(leftOutGenres).toEqual(['broken']);
    expect(leftOut.slice(1)).toEqual([
      'music/low/short.wav: Only 0.50 seconds of sound',
      'music/low/silent.wav: The track is silent',
    ]);
    expect(() => requireTrainable(dataset)).not.toThrow();
  });

  it('of one genre can be measured on, but not learned from', async () => {
    const dataset = await read('folders', 'alone');
    expect(dataset.genres).toEqual(['high']);
    expect(() => requireTrainable(dataset)).toThrow(expect.objectContaining({ code: 'training-data' }));
    await expect(read('folders', 'music', { genres: ['broken', 'nowhere'] })).rejects.toMatchObject({
      code: 'training-data',
    });
  });

  it('that is not there or is a file is named as such', async () => {
    for (const path of ['nowhere', 'music/high/a.wav', 'music/high/a.wav/below']) {
      await expect(read('folders', path)).rejects.toMatchObject({ code: 'folder-not-found' });
      await expect(labelledFolders(join(root, path))).rejects.toMatchObject({ code: 'folder-not-found' });
    }
    await expect(read('gtzan-logmel', 'nowhere')).rejects.toMatchObject({ code: 'folder-not-found' });
  });

  it('is heard as the network hears that is to learn from it', async () => {
    const { examples, bands, frontEnd } = await read('folders', 'alone', { frontEnd: EFFICIENTAT_SPEC });
    expect([bands, frontEnd]).toEqual([128, EFFICIENTAT_SPEC]);
    for (const { levels, frames } of examples) expect(levels).toHaveLength(128 * frames);
    // Stored spectrograms of ours hold less than it hears.
    await expect(read('gtzan-logmel', 'nowhere', { frontEnd: EFFICIENTAT_SPEC })).rejects.toMatchObject({
      code: 'sound-needed',
      message: expect.stringContaining('32 kHz'),
    });
  });

  it('can be left while it is looked through', async () => {
    await expect(read('folders', 'music', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('a table of labels', () => {
  it('may be written by a spreadsheet, and may name a file once only', async () => {
    await save(
      'labels.csv',
      '\uFEFF"Path",GENRE, Artist\r\nmusic/high/a.wav,x|y,A\r\nmusic/low/a.wav,y,B\r\n./music/high/a.wav,y,A\r\n',
    );
    const dataset = await read('labels', 'labels.csv');
    expect(dataset.genres).toEqual(['x', 'y']);
    expect(dataset.examples.map(({ allowed, artist }) => [allowed, artist])).toEqual([
      [[0, 1], 'A'],
      [[1], 'B'],
    ]);
    expect(leftOut).toEqual(['music/high/a.wav: it is listed twice; the first line is used']);
  });

  it('says what is wrong with it', async () => {
    await save('other.csv', 'file;label\na;b\n');
    await expect(read('labels', 'other.csv')).rejects.toMatchObject({
      code: 'labels-invalid',
      message: expect.stringContaining('needs the columns path and genre; found: file, label'),
    });
    await expect(read('labels', 'music')).rejects.toMatchObject({
      code: 'labels-invalid',
      message: expect.stringContaining('is a folder'),
    });
    await expect(read('labels', 'none.csv')).rejects.toMatchObject({
      code: 'labels-invalid',
      message: expect.stringContaining('there is no file'),
    });
  });
});
