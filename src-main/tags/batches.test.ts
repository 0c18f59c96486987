import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchEntries } from '../testing/batch-entries.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import type { Encoding } from '../testing/encode-audio.ts';
import { ALL_ENCODINGS, encodeAudio, extensionOf } from '../testing/encode-audio.ts';
import { listBatches } from './batch-state.ts';
import { applyBatch, undoBatch } from './batches.ts';
import { isTemporaryName, temporaryName } from '../files/temporary-file.ts';
import { createBatch } from './journal.ts';
import { recover } from './recover.ts';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';
import { takeSnapshot } from '../testing/take-snapshot.ts';

const decoder = createTestDecoder();
const TAGS = {
  title: 'Título ✓',
  artist: 'Ärtist',
  album: 'Album',
  date: '1999',
  track: '3/12',
  genre: 'Old Genre',
  comment: 'a comment',
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-tags-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function makeFile(encoding: Encoding, name = `track ${encoding}`): Promise<string> {
  const path = join(folder, `${name}${extensionOf(encoding)}`);
  await writeFile(path, await encodeAudio(encoding, { sound: { seconds: 1.5, channels: 2 }, tags: TAGS, cover: true }));
  await utimes(path, 1_000_000_000, 1_000_000_000);
  return path;
}

const context = () => ({
  root: join(folder, 'journal'),
  decoder,
  rules: DEFAULT_WRITING_RULES,
  onFile: () => undefined,
});

describe('a batch of genre changes', () => {
  it.each(ALL_ENCODINGS)('changes only the genre of %s, and undo brings the bytes back', async (encoding) => {
    const path = await makeFile(encoding);
    const original = await readFile(path);
    const before = await takeSnapshot(path, decoder);
    const genres = ['Rock', 'Brit Pöp'];

    const result = await applyBatch([{ path, genres, model: 'test' }], folder, context());
    expect(result).toMatchObject({ written: 1, failures: [], cancelled: false });
    const after = await takeSnapshot(path, decoder);
    expect(after.genres.toSorted()).toEqual(genres.toSorted());
    expect(after.audioMd5).toBe(before.audioMd5);
    expect(after.tags).toEqual(expect.arrayContaining([...before.tags]));
    expect((await stat(path)).mtimeMs).toBe(1_000_000_000_000);

    const undone = await undoBatch(result.batchId ?? '', context());
    expect(undone).toMatchObject({ written: 1, failures: [] });
    expect((await readFile(path)).equals(original)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['journal', path.slice(folder.length + 1)].sort());
  });
});

describe('files that cannot be written', () => {
  it('leaves read-only, vanished, foreign and damaged files as they are and says why', async () => {
    const readOnly = await makeFile('flac', 'read only');
    await chmod(readOnly, 0o444);
    const text = join(folder, 'text.mp3');
    await writeFile(text, 'no music');
    const damaged = await makeFile('mp3-id3v23', 'damaged');
    const bytes = await readFile(damaged);
    await writeFile(damaged, bytes.fill(0xee, 15, 60));
    const good = await makeFile('mp3-id3v24', 'good');
    const paths = [readOnly, text, damaged, join(folder, 'gone.flac'), good];
    const before = await Promise.all(paths.slice(0, 3).map((path) => readFile(path)));

    const result = await applyBatch(
      paths.map((path) => ({ path, genres: ['Rock'], model: 'test' })),
      folder,
      context(),
    );
    const codes = Object.fromEntries(result.failures.map(({ fileName, error }) => [fileName, error.code]));
    expect(codes).toEqual({
      'read only.flac': 'file-read-only',
      'text.mp3': 'file-corrupt',
      'damaged.mp3': 'tags-unsupported',
      'gone.flac': 'file-not-found',
    });
    expect(result.written).toBe(1);
    const after = await Promise.all(paths.slice(0, 3).map((path) => readFile(path)));
    after.forEach((bytesNow, index) => expect(bytesNow.equals(before[index]!)).toBe(true));
    expect((await readdir(folder)).filter((name) => isTemporaryName(name))).toEqual([]);
  });

  it('goes by the content, not by the name', async () => {
    const path = join(folder, 'flac inside.mp3');
    await copyFile(await makeFile('flac'), path);
    expect((await applyBatch([{ path, genres: ['Rock'], model: 'test' }], folder, context())).written).toBe(1);
    expect((await readFile(path)).subarray(0, 4).toString()).toBe('fLaC');
  });

  it('writes through a symbolic link and leaves the link a link', async () => {
    const path = await makeFile('flac');
    const link = join(folder, 'link.flac');
    await symlink(path, link);
    await applyBatch([{ path: link, genres: ['Rock'], model: 'test' }], folder, context());
    expect((await takeSnapshot(path, decoder)).genres).toEqual(['Rock']);
    expect(
      (await readdir(folder, { withFileTypes: true })).find(({ name }) => name === 'link.flac')?.isSymbolicLink(),
    ).toBe(true);
  });

  it('throws the copy away when it is not perfect', async () => {
    const path = await makeFile('flac');
    const original = await readFile(path);
    // No two digests agree, neither of packets nor of samples.
    let calls = 0;
    const lying = { ...decoder, run: () => Promise.resolve(Buffer.from(`MD5=${String(calls++).padStart(32, '0')}`)) };
    const result = await applyBatch([{ path, genres: ['Rock'], model: 'test' }], folder, {
      ...context(),
      decoder: lying,
    });
    expect(result.failures[0]?.error.code).toBe('tags-verification-failed');
    expect((await readFile(path)).equals(original)).toBe(true);
    expect(await listBatches(context().root)).toEqual([]);
  });
});

describe('undo', () => {
  it('leaves a file alone that was changed since', async () => {
    const [changed, untouched] = [await makeFile('mp3-id3v23', 'changed'), await makeFile('mp3-id3v23', 'untouched')];
    const original = await readFile(untouched);
    const { batchId } = await applyBatch(
      [changed, untouched].map((path) => ({ path, genres: ['Rock'], model: 'test' })),
      folder,
      context(),
    );
    await appendFile(changed, 'edit');
    const edited = await readFile(changed);
    const result = await undoBatch(batchId ?? '', context());
    expect(result).toMatchObject({
      written: 1,
      failures: [{ fileName: 'changed.mp3', error: { code: 'file-changed' } }],
    });
    expect((await readFile(changed)).equals(edited)).toBe(true);
    expect((await readFile(untouched)).equals(original)).toBe(true);
    expect(await listBatches(context().root)).toMatchObject([
      { files: 2, undone: 1, refused: 1, byModel: [], genres: [{ name: 'Rock', files: 2 }] },
    ]);
    await writeFile(changed, edited.subarray(0, -4));
    expect(await undoBatch(batchId ?? '', context())).toMatchObject({ written: 1, failures: [] });
    expect(await listBatches(context().root)).toMatchObject([{ files: 2, undone: 2, refused: 0 }]);
  });

  it('brings back what an older version wrote, whose journal told less', async () => {
    const path = await makeFile('flac');
    const original = await readFile(path);
    const { batchId } = await applyBatch([{ path, genres: ['Rock'], model: 'test' }], folder, context());
    const { root } = context();
    const lines = (await batchEntries(root, batchId!)).map((entry) => {
      if (entry.kind !== 'prepared') return entry;
      const {
        literals = '',
        model: _model,
        before: { modifiedNanoseconds = '0', ...before },
        ...rest
      } = entry;
      writeFileSync(join(root, batchId!, `${entry.file}.delta`), Buffer.from(literals, 'base64'));
      return { ...rest, before: { ...before, modifiedMilliseconds: Number(BigInt(modifiedNanoseconds) / 1_000_000n) } };
    });
    await writeFile(join(root, batchId!, 'journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect(await undoBatch(batchId!, context())).toMatchObject({ written: 1, failures: [] });
    expect((await readFile(path)).equals(original)).toBe(true);
    expect((await stat(path)).mtimeMs).toBe(1_000_000_000_000);
  });

  it('refuses batches that are not there', async () => {
    await expect(undoBatch('20200101000000-abcdef', context())).rejects.toMatchObject({ code: 'batch-not-found' });
    await expect(undoBatch('../../etc', context())).rejects.toMatchObject({ code: 'batch-not-found' });
  });
});

describe('after a crash', () => {
  it('learns from each file’s hash whether it had been replaced, and removes left-over copies', async () => {
    const root = context().root;
    const [replaced, notYet, hardlyBegun] = [
      await makeFile('flac', 'a'),
      await makeFile('flac', 'b'),
      await makeFile('flac', 'c'),
    ];
    const originals = await Promise.all([replaced, notYet, hardlyBegun].map((path) => readFile(path)));
    const { batchId } = await applyBatch(
      [replaced, notYet].map((path) => ({ path, genres: ['Rock'], model: 'test' })),
      folder,
      context(),
    );
    // Take the journal back to the moment before the last lines, and one file back to before its rename.
    const entries = (await batchEntries(root, batchId!)).filter(({ kind }) => kind !== 'written');
    const temporary = entries.flatMap((entry) =>
      entry.kind === 'prepared' && entry.path === notYet ? [entry.temporary] : [],
    )[0]!;
    await rename(notYet, temporary);
    await writeFile(notYet, originals[1]!);
    const third = temporaryName(hardlyBegun);
    await writeFile(third, 'half a copy');
    const lines = [...entries, { kind: 'begun', file: 2, path: hardlyBegun, temporary: third }];
    await writeFile(
      join(root, batchId!, 'journal.jsonl'),
      `${lines.map((entry) => JSON.stringify(entry)).join('\n')}\n{"kind":"prep`,
    );

    expect(await recover(root)).toEqual({ finished: 1, rolledBack: 2, unrepaired: 0, unread: [] });
    expect(await recover(root)).toEqual({ finished: 0, rolledBack: 0, unrepaired: 0, unread: [] });
    expect((await readdir(folder)).filter((name) => isTemporaryName(name))).toEqual([]);
    expect(await undoBatch(batchId!, context())).toMatchObject({ written: 1, failures: [] });
    const now = await Promise.all([replaced, notYet, hardlyBegun].map((path) => readFile(path)));
    now.forEach((bytes, index) => expect(bytes.equals(originals[index]!)).toBe(true));
  });

  it('keeps two writers apart, and a dead one’s lock does not count', async () => {
    const root = context().root;
    await mkdir(root, { recursive: true });
    const holder = await holdLock(join(root, 'lock.db'));
    await expect(recover(root)).rejects.toMatchObject({ code: 'busy' });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await recover(root)).toEqual({ finished: 0, rolledBack: 0, unrepaired: 0, unread: [] });
    const journal = await createBatch(root, folder);
    await journal.close();
    expect(await listBatches(root)).toEqual([]);
  });
});

/** Another process that holds the lock until it is killed. */
async function holdLock(path: string): Promise<ChildProcess> {
  const code = `
    const database = new (require('libsql'))(process.argv[1]);
    database.exec('BEGIN EXCLUSIVE');
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', code, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}
