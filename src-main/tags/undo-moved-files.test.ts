import { chmod, lstat, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';
import type { TagFile } from '../testing/tag-folder.ts';
import { makeTagFile, smallWav } from '../testing/tag-folder.ts';
import { listBatches, readBatchState } from './batch-state.ts';
import { undoBatch } from './batches.ts';
import { openBatch } from './journal.ts';
import { recover } from './recover.ts';
import { redoBatch } from './redo-batch.ts';

let file: TagFile;
let moved = '';
let batchId = '';
beforeEach(async () => {
  file = await makeTagFile();
  moved = join(file.place.music, 'Jazz', 'renamed.wav');
  await mkdir(dirname(moved));
  batchId = (await file.place.write([file.path])).batchId ?? '';
  await rename(file.path, moved);
});
afterEach(() => file.place.remove());

const placeOf = (path: string) => (path === file.path ? moved : path);
const undo = () => undoBatch(batchId, { ...file.place.context, placeOf });

describe('undoing a batch whose file has another path now', () => {
  it('brings its bytes back there, tells of it there, and can write it again there', async () => {
    const told: string[] = [];
    const written = await readFile(moved);
    const context = { ...file.place.context, placeOf, onFile: ({ path }: { path: string }) => void told.push(path) };
    expect(await undoBatch(batchId, context)).toMatchObject({ written: 1, failures: [] });
    expect(told).toEqual([moved]);
    expect(await readFile(moved)).toEqual(Buffer.from(file.original));
    await expect(readFile(file.path)).rejects.toThrow('ENOENT');
    expect(await listBatches(file.place.journal)).toMatchObject([{ files: 1, undone: 1 }]);

    const tools = { ...file.place.context, decoder: file.place.decoder, rules: DEFAULT_WRITING_RULES };
    expect(await redoBatch(batchId, new Set([0]), tools)).toMatchObject({ written: 1, failures: [] });
    expect(await readFile(moved)).toEqual(written);
  });

  it('does so after it was refused, and leaves a file alone that took its old place', async () => {
    expect(await file.place.undo(batchId)).toMatchObject({ failures: [{ error: { code: 'file-not-found' } }] });
    await writeFile(file.path, smallWav(9));
    expect(await undo()).toMatchObject({ written: 1, failures: [] });
    expect(await readFile(moved)).toEqual(Buffer.from(file.original));
    expect(await readFile(file.path)).toEqual(Buffer.from(smallWav(9)));
  });

  it('takes its own path where its bytes are still there, whatever lies at the other one', async () => {
    await rename(moved, file.path);
    await writeFile(moved, smallWav(9));
    expect(await undo()).toMatchObject({ written: 1, failures: [] });
    expect(await readFile(file.path)).toEqual(Buffer.from(file.original));
    expect(await readFile(moved)).toEqual(Buffer.from(smallWav(9)));
  });

  it('is told of no other path where the bytes there are not those that were written', async () => {
    await writeFile(moved, smallWav(9));
    const failures = [{ fileName: 'renamed.wav', error: { code: 'file-changed' } }];
    expect(await undo()).toMatchObject({ written: 0, failures });
    expect(await readFile(moved)).toEqual(Buffer.from(smallWav(9)));
    expect((await readBatchState(file.place.journal, batchId)).files).toMatchObject([
      { path: file.path, refused: true },
    ]);
  });

  it('brings back the file that a link leads to, and leaves the link', async () => {
    const link = join(file.place.music, 'link.wav');
    await symlink(moved, link);
    const context = { ...file.place.context, placeOf: () => link };
    expect(await undoBatch(batchId, context)).toMatchObject({ written: 1, failures: [] });
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(moved)).toEqual(Buffer.from(file.original));
  });

  it('is looked for from the path of then, wherever it was found before', async () => {
    const further = join(dirname(moved), 'further.wav');
    const paths: string[] = [];
    await chmod(moved, 0o444);
    expect(await undo()).toMatchObject({ failures: [{ error: { code: 'file-read-only' } }] });
    await chmod(moved, 0o644);
    const journal = await openBatch(file.place.journal, batchId);
    await journal.append({ kind: 'moved', file: 0, path: moved });
    await journal.close();
    await rename(moved, further);
    const placeOf = (path: string) => (paths.push(path), further);
    expect(await undoBatch(batchId, { ...file.place.context, placeOf })).toMatchObject({ written: 1, failures: [] });
    expect(paths).toEqual([file.path]);
    expect(await readFile(further)).toEqual(Buffer.from(file.original));
  });

  it('is repaired there when the process is killed', async () => {
    const temporary = join(dirname(moved), '.renamed.wav.genrescope');
    await writeFile(temporary, file.original);
    const journal = await openBatch(file.place.journal, batchId);
    await journal.append({ kind: 'moved', file: 0, path: moved });
    await journal.append({ kind: 'undo-begun', file: 0, temporary });
    await journal.close();
    expect(await recover(file.place.journal)).toMatchObject({ finished: 1, unrepaired: 0 });
    await expect(readFile(temporary)).rejects.toThrow('ENOENT');
    expect((await readBatchState(file.place.journal, batchId)).files).toMatchObject([
      { last: 'written', path: moved, prepared: { path: moved } },
    ]);
    expect(await undo()).toMatchObject({ written: 1, failures: [] });
  });
});
