import { chmod, link, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_ENCODINGS, encodeAudio } from '../testing/encode-audio.ts';
import { synthesizeWav } from '../testing/synthesize.ts';
import { checkOutput, writeOutput } from './output-file.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d', 'hex');
const REFUSED = { name: 'AppError', code: 'output-refused' };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-output-'));
});
afterEach(() => rm(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

describe('an output', () => {
  it('is never an input, under whatever name', async () => {
    await writeFile(at('in.csv'), 'path,genre\n');
    await link(at('in.csv'), at('hard.csv'));
    await symlink(at('in.csv'), at('symbolic.csv'));
    await symlink(at('symbolic.csv'), at('chain.csv'));
    for (const name of ['in.csv', 'hard.csv', 'symbolic.csv', 'chain.csv']) {
      await expect(
        writeOutput(`${folder}/${name}`, 'csv', [at('gone.csv'), at('in.csv')], ['new']),
      ).rejects.toMatchObject(REFUSED);
    }
    expect(await readFile(at('in.csv'), 'utf8')).toBe('path,genre\n');
  });

  it.each(ALL_ENCODINGS)('never takes the place of sound (%s), whatever it is called', async (encoding) => {
    const sound = await encodeAudio(encoding, { sound: { seconds: 0.3 } });
    for (const kind of ['csv', 'png', 'wav'] as const) {
      await writeFile(at(`sound.${kind}`), sound);
      await expect(writeOutput(at(`sound.${kind}`), kind, [], ['new'])).rejects.toMatchObject(REFUSED);
      expect((await readFile(at(`sound.${kind}`))).equals(sound)).toBe(true);
    }
  });

  it('never takes the place of another kind, nor of MPEG sound that begins as UTF-16 text does', async () => {
    const layerOne = Buffer.from(
      Array.from({ length: 5_000 }, (_, index) => (index === 0 ? 0xff : index === 1 ? 0xfe : (index * 7) & 0xff)),
    );
    const others: [string, 'csv' | 'png' | 'wav', Uint8Array | string][] = [
      ['a.csv', 'csv', PNG],
      ['b.csv', 'csv', layerOne],
      ['c.csv', 'csv', 'PK\x03\x04'],
      ['a.png', 'png', 'a,b\n'],
      ['b.png', 'png', PNG.subarray(0, 7)],
      ['a.wav', 'wav', synthesizeWav({ seconds: 0.1 })],
      ['b.wav', 'wav', 'text'],
    ];
    for (const [name, kind, bytes] of others) {
      await writeFile(at(name), bytes);
      await expect(writeOutput(at(name), kind, [], ['new']), name).rejects.toMatchObject(REFUSED);
      expect((await readFile(at(name))).equals(Buffer.from(bytes))).toBe(true);
    }
    for (const name of ['track.mp3', 'table', 'table.csv.bak', 'table.png'])
      await expect(checkOutput(at(name), 'csv', [])).rejects.toMatchObject(REFUSED);
  });

  it('is no folder and no device', async () => {
    await mkdir(at('folder.csv'));
    await expect(writeOutput(at('folder.csv'), 'csv', [], ['new'])).rejects.toMatchObject(REFUSED);
    if (process.platform !== 'win32') {
      await symlink('/dev/null', at('device.csv'));
      await expect(writeOutput(at('device.csv'), 'csv', [], ['new'])).rejects.toMatchObject(REFUSED);
    }
    await expect(writeOutput(at('gone/table.csv'), 'csv', [], ['new'])).rejects.toMatchObject({
      code: 'folder-unreadable',
    });
  });

  it('takes the place of its own kind, of UTF-16 tables and of empty files, and follows links', async () => {
    const olds: [string, 'csv' | 'png' | 'wav', Uint8Array | string][] = [
      ['a.csv', 'csv', 'a,b\r\n1,2\r\n'],
      ['b.csv', 'csv', Buffer.from('\ufeffa,é\n', 'utf16le')],
      ['c.csv', 'csv', Buffer.from('\ufeffa,é\n', 'utf16le').swap16()],
      ['d.csv', 'csv', Buffer.from('caf\xe9\n', 'latin1')],
      ['E.CSV', 'csv', ''],
      ['f.csv', 'csv', '“—”,Ünïcode 音🎵\n'],
      ['g.csv', 'csv', Buffer.from(`\ufeff${'x'.repeat(2_046)}🎵\n`, 'utf16le')],
      ['a.png', 'png', PNG],
      ['a.wav', 'wav', ''],
    ];
    for (const [name, kind, bytes] of olds) {
      await writeFile(at(name), bytes);
      await writeFile(at(`${name}.part`), 'the user’s');
      await writeOutput(at(name), kind, [], ['new ', Buffer.from('bytes')]);
      expect(await readFile(at(name), 'utf8')).toBe('new bytes');
      expect(await readFile(at(`${name}.part`), 'utf8')).toBe('the user’s');
    }
    await symlink(at('a.csv'), at('link.csv'));
    await writeOutput(at('link.csv'), 'csv', [], ['through']);
    expect(await readFile(at('a.csv'), 'utf8')).toBe('through');
    expect((await lstat(at('link.csv'))).isSymbolicLink()).toBe(true);
    await symlink(at('not there.csv'), at('dangling.csv'));
    await expect(writeOutput(at('dangling.csv'), 'csv', [], ['new'])).rejects.toMatchObject(REFUSED);
    expect((await lstat(at('dangling.csv'))).isSymbolicLink()).toBe(true);
  });

  it('keeps who may read the table that was there, and takes none that is read-only', async () => {
    await writeFile(at('private.csv'), 'a\n');
    await chmod(at('private.csv'), 0o600);
    await writeOutput(at('private.csv'), 'csv', [], ['b\n']);
    if (process.platform !== 'win32') expect((await stat(at('private.csv'))).mode & 0o777).toBe(0o600);
    await chmod(at('private.csv'), 0o444);
    await expect(writeOutput(at('private.csv'), 'csv', [], ['c\n'])).rejects.toMatchObject({ code: 'file-read-only' });
    expect(await readFile(at('private.csv'), 'utf8')).toBe('b\n');
  });
});

describe('a whole file', () => {
  it('stays as it was where its pieces fail half-way, and nothing is left beside it', async () => {
    await writeFile(at('a.csv'), 'old');
    async function* pieces(): AsyncGenerator<string> {
      yield 'x'.repeat(100_000);
      await Promise.resolve();
      throw new Error('no more');
    }
    await expect(writeFileAtomic(at('a.csv'), pieces())).rejects.toMatchObject({
      name: 'AppError',
      message: 'no more',
    });
    await expect(writeFileAtomic(at('b.csv'), pieces())).rejects.toMatchObject({ name: 'AppError' });
    expect(await readFile(at('a.csv'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  it('may have a name of 255 bytes', async () => {
    const name = `${'音'.repeat(83)}ab.csv`;
    await writeFileAtomic(at(name), ['a']);
    expect(await readdir(folder)).toEqual([name]);
  });
});
