import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFile } from 'music-metadata';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FieldWrite } from '../contract/tags.ts';
import { readMetadata } from '../pipeline/scan/read-metadata.ts';
import { batchEntries } from '../testing/batch-entries.ts';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';
import type { Encoding } from '../testing/encode-audio.ts';
import { ALL_ENCODINGS, encodeAudio, extensionOf } from '../testing/encode-audio.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFolder } from '../testing/tag-folder.ts';
import { applyBatch } from './batches.ts';
import { changesAny } from './further-fields.ts';
import { redoBatch } from './redo-batch.ts';

const EVIDENCE = '{"model":"musicnn","date":"2026-11-27","genres":{"rock":0.81}}';
const FIELDS: FieldWrite[] = [
  { field: 'grouping', text: 'Rock; Größe', replaces: false },
  { field: 'comment', text: 'Rock: Punk', replaces: false },
  { field: 'mood', text: 'Happy', replaces: false },
  { field: 'evidence', text: EVIDENCE, replaces: true },
];

let place: TagFolder;
beforeEach(async () => {
  place = await makeTagFolder();
});
afterEach(() => place.remove());

const write = (path: string, change: { genres: string[]; keepsGenres?: boolean; fields?: FieldWrite[] }) =>
  applyBatch([{ path, model: 'test', ...change }], place.music, tools());
const tools = () => ({ ...place.context, decoder: place.decoder, rules: DEFAULT_WRITING_RULES });

/** What another library reads. */
async function otherReading(path: string) {
  const { common, native } = await parseFile(path);
  const tags = Object.values(native).flat();
  const valuesOf = (names: RegExp) => tags.filter(({ id }) => names.test(id)).map(({ value }) => value);
  const comments = common.comment?.map(({ text }) => text ?? '') ?? [];
  // It does not count ID3v2.3's user text as a mood.
  return {
    genre: common.genre,
    grouping: common.grouping,
    mood: valuesOf(/(MOOD|TMOO)$/i).flat(),
    comments,
    evidence: valuesOf(/GENRESCOPE$/i),
  };
}

/** FFmpeg writes these kinds' comments to other fields, which stay as they are: TXXX, DESCRIPTION. */
const HAS_OTHER_FIELD: readonly Encoding[] = ['mp3-id3v23', 'mp3-id3v24', 'aiff', 'flac', 'ogg', 'opus', 'mp3-bare'];

describe.each(ALL_ENCODINGS)('further fields of %s', (encoding) => {
  it('are read by another library, keep the comment, and are undone to the byte', async () => {
    const path = join(place.music, `song${extensionOf(encoding)}`);
    const tags = { title: 'Título', genre: 'Old', comment: 'bought in Rome' };
    const original = await encodeAudio(encoding, { sound: { seconds: 0.5 }, tags, cover: true });
    await writeFile(path, original);
    const result = await write(path, { genres: ['Rock'], fields: FIELDS });
    expect(result).toMatchObject({ written: 1, failures: [] });

    const read = await otherReading(path);
    expect(read).toMatchObject({ genre: expect.arrayContaining(['Rock']), mood: ['Happy'], evidence: [EVIDENCE] });
    expect(read.grouping).toBe('Rock; Größe');
    const comment = HAS_OTHER_FIELD.includes(encoding) ? '' : 'bought in Rome ';
    expect(read.comments).toContain(`${comment}[Genrescope: Rock: Punk]`);
    const { fields } = await readMetadata(path);
    for (const field of FIELDS) expect(changesAny(fields ?? [], field)).toBe(false);

    expect(await write(path, { genres: ['Rock'], keepsGenres: true, fields: FIELDS })).toMatchObject({
      notes: [{ note: 'nothing-new' }],
    });
    expect(await place.undo(result.batchId)).toMatchObject({ written: 1 });
    expect(Buffer.compare(await readFile(path), original)).toBe(0);
  });

  it('are written beside genres that stay', async () => {
    const path = join(place.music, `song${extensionOf(encoding)}`);
    const original = await encodeAudio(encoding, { sound: { seconds: 0.5 }, tags: { genre: 'Blues' } });
    await writeFile(path, original);
    const before = (await readMetadata(path)).genres;
    const result = await write(path, { genres: ['never'], keepsGenres: true, fields: FIELDS });
    expect(result).toMatchObject({ written: 1, failures: [] });
    expect((await readMetadata(path)).genres).toEqual(before);
    expect((await otherReading(path)).grouping).toBe('Rock; Größe');
    const entries = await batchEntries(place.journal, result.batchId ?? '');
    expect(entries.find(({ kind }) => kind === 'prepared')).toMatchObject({
      genresAfter: before,
      keepsGenres: true,
      fields: FIELDS,
    });
    const written = await readFile(path);
    expect(await place.undo(result.batchId)).toMatchObject({ written: 1 });
    expect(Buffer.compare(await readFile(path), original)).toBe(0);

    const again = await redoBatch(result.batchId ?? '', new Set([0]), tools());
    expect(again).toMatchObject({ written: 1, failures: [] });
    expect(Buffer.compare(await readFile(path), written)).toBe(0);
  });
});
