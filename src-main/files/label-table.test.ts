import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelTable, readLabelTable } from './label-table.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'genrescope-labels-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function save(name: string, data: Uint8Array | string = ''): Promise<string> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
  return path;
}

async function read(table: Uint8Array | string): Promise<(readonly [string, readonly string[]])[]> {
  const files = await readLabelTable(await save('labels.csv', table), () => undefined);
  return files.map(({ path, genres }) => [path.slice(root.length + 1), genres]);
}

const TABLE =
  'path;genre;artist\r\nBjörk/a, b.mp3;"Trip-Hop|Art; Pop";Björk\r\n' +
  'My "Best" Song.mp3;Rock\r\n"line\nbreak.mp3";Jazz\r\n';
const LABELS = [
  ['Björk/a, b.mp3', ['Trip-Hop', 'Art', 'Pop']],
  ['My "Best" Song.mp3', ['Rock']],
  ['line\nbreak.mp3', ['Jazz']],
];

it('a table that is written holds no formulas for a spreadsheet', () => {
  const table = labelTable([{ path: '/a.mp3', names: ['=x', 'Rock', '@y'] }]);
  // Where semicolons part cells, each name begins one.
  expect(table).toBe('path,genre\n/a.mp3,"\'=x;Rock;\'@y"\n');
});

describe('a table of labels', () => {
  it.each([
    ['plain', Buffer.from(TABLE)],
    ['with a byte order mark', Buffer.from(`\uFEFF${TABLE}`)],
    ['with Excel’s first line', Buffer.from(`sep=;\r\n${TABLE}`)],
    ['in UTF-16', Buffer.from(`\uFEFF${TABLE}`, 'utf16le')],
    ['in UTF-16, big end first', Buffer.from(`\uFEFF${TABLE}`, 'utf16le').swap16()],
    ['with the lines of old Macs', Buffer.from(TABLE.replaceAll('\r\n', '\r'))],
  ])('is read %s', async (_name, bytes) => expect(await read(bytes)).toEqual(LABELS));

  it('parted by tabs', async () =>
    expect(await read('path\tgenre\na; b, c.mp3\tRock\n')).toEqual([['a; b, c.mp3', ['Rock']]]));

  it('that is not UTF-8 is named with its line', async () => {
    await expect(read(Buffer.from('path,genre\nBj\xf6rk.mp3,Pop\n', 'latin1'))).rejects.toMatchObject({
      code: 'labels-invalid',
      message: expect.stringContaining('labels.csv, line 2, is not UTF-8'),
    });
  });

  it('may name files with backslashes, unless that is a file’s own name', async () => {
    for (const name of ['Rock/a.mp3', 'Rock/b.mp3', 'Rock\\b.mp3', 'with space.mp3', ' with space.mp3'])
      await save(name);
    const table =
      'path,genre\nRock\\a.mp3,x\nRock\\b.mp3,y\n.\\with space.mp3 ,z\n with space.mp3,z\nnot\\there.mp3,x\n';
    expect(await read(table)).toEqual([
      ['Rock/a.mp3', ['x']],
      ['Rock\\b.mp3', ['y']],
      ['with space.mp3', ['z']],
      [' with space.mp3', ['z']],
      ['not\\there.mp3', ['x']],
    ]);
  });

  it('may write letters in the other Unicode form than the disk', async () => {
    await save('Bj\u00f6rk.mp3');
    await save('Mo\u0308.mp3');
    expect(await read('path,genre\nBjo\u0308rk.mp3,x\nM\u00f6.mp3,y\n')).toEqual([
      ['Bj\u00f6rk.mp3', ['x']],
      ['Mo\u0308.mp3', ['y']],
    ]);
  });

  it.each(['here', 'gone'])('gives back what was written into it, while the files are %s', async (state) => {
    const names = [
      '=1+1.mp3',
      "'=1+1.mp3",
      "'quoted'.mp3",
      '-x;y.mp3',
      '@a "b".mp3',
      '"a" b.mp3',
      ' space .mp3',
      'a\nb.mp3',
      'a\r\nb.mp3',
      'tab\t.mp3',
      'back\\slash.mp3',
      'ü✓🎵.mp3',
      'C:\\x.mp3',
    ];
    if (state === 'here') for (const name of names) await save(name);
    const genres = [['=cmd', "'=cmd", '+1'], ["'90s", '@home'], ['a "b", c']];
    const tracks = names.map((name, index) => ({ path: join(root, name), names: genres[index % 3] ?? [] }));
    const files = await readLabelTable(await save('out.csv', labelTable(tracks)), () => undefined);
    expect(files.map(({ path, genres: labels }) => ({ path, names: labels }))).toEqual(tracks);
    // The same paths as a relative table has them, where they begin cells.
    const relative = await readLabelTable(
      await save('relative.csv', labelTable(tracks.map((track, index) => ({ ...track, path: names[index] ?? '' })))),
      () => undefined,
    );
    expect(relative.map(({ path }) => path)).toEqual(tracks.map(({ path }) => path));
  });
});
