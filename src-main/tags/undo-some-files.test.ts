import { appendFile, link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTemporaryName } from '../files/temporary-file.ts';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';
import type { Encoding } from '../testing/encode-audio.ts';
import { encodeAudio, extensionOf } from '../testing/encode-audio.ts';
import { takeSnapshot } from '../testing/take-snapshot.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { listBatches } from './batch-state.ts';
import { applyBatch, undoBatch } from './batches.ts';

const decoder = createTestDecoder();

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-undo-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function makeFile(encoding: Encoding, name: string): Promise<string> {
  const path = join(folder, `${name}${extensionOf(encoding)}`);
  await writeFile(path, await encodeAudio(encoding, { sound: { seconds: 1 }, tags: { title: name, genre: 'Old' } }));
  return path;
}

const context = () => ({
  root: join(folder, 'journal'),
  decoder,
  rules: DEFAULT_WRITING_RULES,
  onFile: () => undefined,
});

describe('undoing some files of a batch', () => {
  const bytesOf = (paths: readonly string[]) => Promise.all(paths.map((path) => readFile(path)));
  const chosen = (...files: readonly number[]) => ({ model: null, files: new Set(files) });

  it('restores those alone, to the byte, and the others later', async () => {
    const paths = [await makeFile('flac', 'a'), await makeFile('mp3-id3v23', 'b'), await makeFile('flac', 'c')];
    const originals = await bytesOf(paths);
    const changes = paths.map((path) => ({ path, genres: ['Rock'], model: 'test' }));
    const { batchId } = await applyBatch(changes, folder, context());
    const written = await bytesOf(paths);
    expect(await undoBatch(batchId!, context(), chosen(1))).toMatchObject({ written: 1, failures: [] });
    expect(await bytesOf(paths)).toEqual([written[0], originals[1], written[2]]);
    expect(await undoBatch(batchId!, context(), chosen(1, 99))).toMatchObject({ written: 0, failures: [] });
    expect(await listBatches(context().root)).toMatchObject([{ files: 3, undone: 1, refused: 0 }]);
    await undoBatch(batchId!, context());
    expect(await bytesOf(paths)).toEqual(originals);
  });

  it('takes back what was written later on the same file under another name', async () => {
    const path = await makeFile('flac', 'a');
    const other = await makeFile('flac', 'b');
    const name = join(folder, 'other name.flac');
    await link(path, name);
    const [original, untouched] = await bytesOf([path, other]);
    const { batchId } = await applyBatch(
      [
        { path, genres: ['Rock'], model: 'test' },
        { path: other, genres: ['Rock'], model: 'test' },
        { path: name, genres: ['Pop'], model: 'test' },
      ],
      folder,
      context(),
    );
    expect(await undoBatch(batchId!, context(), chosen(0))).toMatchObject({ written: 2, failures: [] });
    expect(await bytesOf([path, name])).toEqual([original, original]);
    expect((await readFile(other)).equals(untouched!)).toBe(false);
    expect((await readdir(folder)).filter((each) => isTemporaryName(each))).toEqual([]);
  });

  it('takes back the later write alone where only that one is chosen', async () => {
    const path = await makeFile('flac', 'a');
    const change = { path, genres: ['Rock'], model: 'test' };
    const { batchId } = await applyBatch([change, { ...change, genres: ['Pop'] }], folder, context());
    expect(await undoBatch(batchId!, context(), chosen(1))).toMatchObject({ written: 1, failures: [] });
    expect((await takeSnapshot(path, decoder)).genres).toEqual(['Rock']);
  });

  it('leaves a chosen file alone that somebody changed since', async () => {
    const path = await makeFile('flac', 'a');
    const { batchId } = await applyBatch([{ path, genres: ['Rock'], model: 'test' }], folder, context());
    await appendFile(path, 'newer');
    const changed = await readFile(path);
    const { written, failures } = await undoBatch(batchId!, context(), chosen(0));
    expect([written, failures[0]?.error.code]).toEqual([0, 'file-changed']);
    expect((await readFile(path)).equals(changed)).toBe(true);
  });
});
