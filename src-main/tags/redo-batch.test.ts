import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { makeTagFolder, makeWavs, smallWav } from '../testing/tag-folder.ts';
import { listBatches } from './batch-state.ts';
import { undoBatch } from './batches.ts';
import { redoBatch } from './redo-batch.ts';

let place: TagFolder;
let paths: string[] = [];
beforeEach(async () => {
  place = await makeTagFolder();
  paths = ['a.wav', 'b.wav', 'c.wav'].map((name) => join(place.music, name));
  await makeWavs(paths);
});
afterEach(() => place.remove());

const bytes = () => Promise.all(paths.map((path) => readFile(path)));
const redo = (batchId: string | null, files: Iterable<number>) =>
  redoBatch(batchId ?? '', new Set(files), {
    ...place.context,
    decoder: place.decoder,
    rules: DEFAULT_WRITING_RULES,
  });

describe('writing an undone batch again', () => {
  it('gives the same bytes as a new batch, which can be undone again', async () => {
    const originals = await bytes();
    const { batchId } = await place.write(paths);
    const written = await bytes();
    const { restored } = await undoBatch(batchId ?? '', place.context);
    expect([...restored].sort()).toEqual([0, 1, 2]);
    expect(await bytes()).toEqual(originals);

    const again = await redo(batchId, restored);
    expect(again).toMatchObject({ written: 3, failures: [] });
    expect(again.batchId).not.toBe(batchId);
    expect(await bytes()).toEqual(written);
    expect((await place.undo(again.batchId)).written).toBe(3);
    expect(await bytes()).toEqual(originals);
  });

  it('leaves files alone that changed since, and says so; a batch that is gone is said to be', async () => {
    const { batchId } = await place.write(paths);
    const { restored } = await undoBatch(batchId ?? '', place.context);
    const changed = smallWav(7);
    await writeFile(paths[1] ?? '', changed);
    const again = await redo(batchId, restored);
    expect(again.written).toBe(2);
    expect(again.failures).toMatchObject([{ fileName: 'b.wav', error: { code: 'file-changed' } }]);
    expect(await readFile(paths[1] ?? '')).toEqual(Buffer.from(changed));
    await expect(redo('20260101000000-abcdef', [0])).rejects.toMatchObject({ code: 'batch-not-found' });
  });

  it('writes only the files that were brought back, and none where all have changed', async () => {
    const { batchId } = await place.write(paths);
    const { restored } = await undoBatch(batchId ?? '', place.context, { model: null, files: new Set([2]) });
    expect([...restored]).toEqual([2]);
    expect(await redo(batchId, [0, 1, 2])).toMatchObject({ written: 1, failures: [] });

    await place.undo(batchId);
    for (const [index, path] of paths.entries()) await writeFile(path, smallWav(20 + index));
    const none = await redo(batchId, [0, 1]);
    expect(none).toMatchObject({ batchId: null, written: 0 });
    expect(none.failures.map(({ error }) => error.code)).toEqual(['file-changed', 'file-changed']);
    expect((await listBatches(place.journal)).filter(({ files, undone }) => undone < files)).toHaveLength(1);
  });
});
