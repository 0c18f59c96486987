import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { fsPath, pathBytes, pathOfBytes } from '../files/fs-path.ts';
import { readWhole } from '../files/read-whole.ts';
import { isTemporaryName, temporaryName } from '../files/temporary-file.ts';
import type { TagFolder } from '../testing/tag-folder.ts';
import { interruptedDecoder, makeTagFolder, makeWavs } from '../testing/tag-folder.ts';
import { readGenres } from '../formats/tag-editors.ts';
import { bytesSource } from '../formats/byte-source.ts';
import { recover } from './recover.ts';
import { createCopy } from './rewritten-copy.ts';

let place: TagFolder;
beforeEach(async () => {
  place = await makeTagFolder();
});
afterEach(() => place.remove());

/** Writes all of them in one batch and takes it back; at the end nothing else is in their folders. */
async function writeAndUndo(paths: readonly string[]): Promise<void> {
  const originals = await makeWavs(paths);
  const before = await namesBeside(paths);
  const result = await place.write(paths);
  expect(result).toMatchObject({ written: paths.length, failures: [] });
  for (const [index, path] of paths.entries()) {
    const bytes = await readWhole(path);
    expect(bytes.includes(Buffer.from(originals[index]!.subarray(44)))).toBe(true);
    expect(await readGenres(bytesSource(bytes))).toEqual(['Rock']);
  }
  expect(await namesBeside(paths)).toEqual(before);
  expect(await place.undo(result.batchId)).toMatchObject({ written: paths.length, failures: [] });
  for (const [index, path] of paths.entries()) expect((await readWhole(path)).equals(originals[index]!)).toBe(true);
  expect(await namesBeside(paths)).toEqual(before);
}

async function namesBeside(paths: readonly string[]): Promise<string[]> {
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  const names = await Promise.all(folders.map((folder) => readdir(fsPath(folder), { encoding: 'buffer' })));
  return names
    .flat()
    .map((name) => name.toString('hex'))
    .sort();
}

/** A folder of about this many bytes; made level by level, since a path may not be longer than the system takes. */
async function makeDeepFolder(start: string, length: number): Promise<string> {
  let folder = start;
  while (Buffer.byteLength(folder) < length - 1) {
    const level = 'd'.repeat(Math.min(200, length - 1 - Buffer.byteLength(folder)));
    folder = join(folder, level);
    await mkdir(folder, { recursive: true });
  }
  return folder;
}

describe('names', () => {
  it('that agree in their first 240 bytes keep 200 sounds apart', async () => {
    await writeAndUndo(
      Array.from({ length: 200 }, (_, index) =>
        join(place.music, `${'n'.repeat(240)}${String(index).padStart(3, '0')}.wav`),
      ),
    );
  });

  it('may have all 255 bytes, in ASCII, Chinese and emoji', async () => {
    const names = ['a'.repeat(251), '音'.repeat(83) + 'ab', '🎵'.repeat(62) + 'abc'].map((name) => `${name}.wav`);
    for (const name of names) expect(Buffer.byteLength(name)).toBe(255);
    await writeAndUndo(names.map((name) => join(place.music, name)));
  });

  it.runIf(process.platform === 'linux')(
    'may lie so deep that the path has 4,080 bytes or all 4,095 that Linux takes',
    async () => {
      for (const length of [4_080, 4_095]) {
        const folder = await makeDeepFolder(place.music, length - 6);
        const path = join(folder, 'a.wav');
        expect(Buffer.byteLength(path)).toBe(length);
        await writeAndUndo([path]);
      }
    },
  );

  it.runIf(process.platform === 'linux')('may be no UTF-8, and so may be their folders’, however deep', async () => {
    const folder = pathOfBytes(Buffer.concat([Buffer.from(`${place.music}/`), Buffer.of(0xe9, 0xff)]));
    await mkdir(fsPath(folder));
    const names = [
      Buffer.from('caf\xe9.wav', 'latin1'),
      Buffer.from('\x83e\x83X.wav', 'latin1'),
      Buffer.of(0x80, 0xfe, 0xff),
    ];
    await writeAndUndo(names.flatMap((name) => [folder, place.music].map((where) => join(where, pathOfBytes(name)))));
    const deep = join(await makeDeepFolder(place.music, 4_084), pathOfBytes(Buffer.from('\xe9\xe8.wav', 'latin1')));
    expect(pathBytes(deep).length).toBe(4_091);
    await writeAndUndo([deep]);
  });

  it.runIf(process.platform === 'linux')('that are no UTF-8 leave no copy behind where writing fails', async () => {
    const folder = pathOfBytes(Buffer.concat([Buffer.from(`${place.music}/`), Buffer.of(0xe9, 0xff)]));
    await mkdir(fsPath(folder));
    const path = join(folder, 'a.wav');
    await makeWavs([path]);
    const failing = interruptedDecoder(place.decoder, () => Promise.reject(new AppError('decoder-missing')));
    expect((await place.write([path], { decoder: failing })).failures).toMatchObject([
      { error: { code: 'decoder-missing' } },
    ]);
    expect(await readdir(fsPath(folder))).toEqual(['a.wav']);
  });
});

describe('temporary names', () => {
  it('are never longer than the file’s own where the path is nearly as long as can be', () => {
    for (const name of [
      'a.wav',
      'abcdef.flac',
      pathOfBytes(Buffer.from('\xe9\xe8\xea.wav', 'latin1')),
      'n'.repeat(255),
    ]) {
      const path = join('/', 'd'.repeat(4_000), name);
      for (let round = 0; round < 50; round++) {
        const temporary = temporaryName(path);
        expect(dirname(temporary)).toBe(dirname(path));
        expect(isTemporaryName(temporary)).toBe(true);
        expect(pathBytes(basename(temporary)).length).toBeLessThanOrEqual(pathBytes(name).length);
      }
    }
  });

  it('have at most 255 bytes, whatever the file’s own name is', () => {
    for (const name of ['a'.repeat(251), '音'.repeat(83), `${'🎵'.repeat(60)}.verylongextension`]) {
      expect(Buffer.byteLength(basename(temporaryName(join('/music', name))))).toBeLessThanOrEqual(255);
    }
  });
});

describe('files of the user’s that are named like ours', () => {
  it('are neither deleted nor overwritten by writing, undo and repair', async () => {
    const path = join(place.music, 'a.wav');
    await makeWavs([path]);
    const names = [
      '.0123456789abcdef.genrescope-tmp',
      '.0123456789abcdef.genrescope-tmp.wav',
      '.ab~',
      '.a.wav.genrescope',
      'a.wav.part',
      'a.wav.tmp',
    ];
    for (const name of names) await writeFile(join(place.music, name), `the user’s ${name}`);
    const { batchId } = await place.write([path]);
    await recover(place.journal);
    await place.undo(batchId);
    await recover(place.journal);
    expect((await readdir(place.music)).sort()).toEqual([...names, 'a.wav'].sort());
    for (const name of names) expect(await readFile(join(place.music, name), 'utf8')).toBe(`the user’s ${name}`);
  });

  it('are let be where a copy would take their name by chance', async () => {
    const name = join(place.music, '.0123456789abcdef.genrescope-tmp');
    await writeFile(name, 'the user’s');
    await expect(createCopy(name)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(name, 'utf8')).toBe('the user’s');
  });

  it('are let be by repair where a journal names what lies elsewhere, is a folder or has no name of ours', async () => {
    const path = join(place.music, 'a.wav');
    await makeWavs([path]);
    const { batchId } = await place.write([path]);
    const folder = join(place.music, '.00000000000000aa.genrescope-tmp');
    const [elsewhere, named] = [
      join(place.journal, '.00000000000000ab.genrescope-tmp'),
      join(place.music, 'notes.txt'),
    ];
    await mkdir(folder);
    for (const file of [elsewhere, named]) await writeFile(file, 'the user’s');
    const journal = join(place.journal, batchId!, 'journal.jsonl');
    const lines = [folder, elsewhere, named].map((temporary, index) =>
      JSON.stringify({ kind: 'begun', file: 7 + index, path, temporary }),
    );
    await writeFile(journal, `${await readFile(journal, 'utf8')}${lines.join('\n')}\n`);
    expect(await recover(place.journal)).toMatchObject({ rolledBack: 3 });
    for (const file of [elsewhere, named]) expect(await readFile(file, 'utf8')).toBe('the user’s');
    expect(await readdir(folder)).toEqual([]);
    await rename(folder, `${folder}.moved`);
  });
});
