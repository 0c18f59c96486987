import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSettings } from './parse-settings.ts';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { readSettings, tellSettingsFaults, writeSettings } from './settings-store.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rm(folder, { recursive: true }));

const MINE = { ...DEFAULT_SETTINGS, minConfidence: 0.3, model: 'mel-cnn', genreMap: { hiphop: 'Hip-Hop', pop: null } };
const TEXT = JSON.stringify(MINE);
const parse = (value: unknown) => parseSettings(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

describe('a settings file', () => {
  it('comes back as it was written, and is the defaults where it is missing', async () => {
    expect(await readSettings(path)).toMatchObject({ settings: DEFAULT_SETTINGS, faults: [], isBroken: false });
    await writeSettings(path, MINE);
    expect(await readSettings(path)).toMatchObject({ settings: MINE, faults: [], isBroken: false });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  it('is read with a byte order mark of any Unicode encoding', () => {
    const big = Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16();
    for (const bytes of [Buffer.from(`\ufeff${TEXT}`), Buffer.from(`\ufeff${TEXT}`, 'utf16le'), big]) {
      expect(parseSettings(bytes)).toEqual({ settings: MINE, faults: [], isBroken: false });
    }
  });

  it.each([
    ['empty', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '3'],
    ['cut', TEXT.slice(0, 60)],
    ['with a comma too many', `${TEXT.slice(0, -1)},}`],
    ['not UTF-8', Buffer.from('{"model":"caf\xe9"}', 'latin1')],
    ['zeros', Buffer.alloc(300)],
  ])('that is %s means the defaults, is told, and is kept before it is replaced', async (_kind, content) => {
    await writeFile(path, content);
    const reading = await readSettings(path);
    expect(reading).toMatchObject({ settings: DEFAULT_SETTINGS, isBroken: true });
    expect(reading.faults).toHaveLength(1);
    expect(await tellSettingsFaults(path, reading)).toContain(`${path}.broken-1`);
    await writeSettings(path, MINE);
    expect(await readFile(`${path}.broken-1`)).toEqual(Buffer.from(content));
    expect((await readSettings(path)).settings).toEqual(MINE);
    expect((await readdir(folder)).sort()).toEqual(['settings.json', 'settings.json.broken-1']);
  });

  it('is kept once for each content, and no copy takes the place of another', async () => {
    for (const content of ['{', '{', '[', '{']) {
      await writeFile(path, content);
      await tellSettingsFaults(path, await readSettings(path));
      await writeSettings(path, MINE);
    }
    expect((await readdir(folder)).sort()).toEqual([
      'settings.json',
      'settings.json.broken-1',
      'settings.json.broken-2',
    ]);
    expect(await readFile(`${path}.broken-1`, 'utf8')).toBe('{');
    expect(await readFile(`${path}.broken-2`, 'utf8')).toBe('[');
  });

  it('is not replaced where it cannot be kept', async () => {
    await mkdir(path);
    await expect(writeSettings(path, MINE)).rejects.toMatchObject({ code: 'settings-invalid' });
    const reading = await readSettings(path);
    expect(await tellSettingsFaults(path, reading)).toContain('no ordinary file');
  });

  it('says nothing where nothing is wrong', async () => {
    await writeSettings(path, MINE);
    await chmod(path, 0o444);
    expect(await tellSettingsFaults(path, await readSettings(path))).toBeNull();
  });
});

describe('a bad entry', () => {
  it.each([
    ['theme', 'purple'],
    ['minConfidence', 7],
    ['maxGenres', 1.5],
    ['genreMap', ['x']],
    ['modelHistory', 'x'],
    ['model', ''],
    ['version', 2],
  ])('%s costs itself alone', (name, value) => {
    const { settings, faults, isBroken } = parse({ ...MINE, [name]: value });
    expect(settings).toEqual({ ...MINE, [name]: DEFAULT_SETTINGS[name as 'theme'] });
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} \\(`))]);
    expect(isBroken).toBe(false);
  });

  it('in the genre map or a list costs its row alone', () => {
    const { settings, faults } = parse({
      ...MINE,
      genreMap: { rock: 3, hiphop: 'Hip-Hop', jazz: ' ' },
      recentFolders: ['/a', 1, '/b'],
    });
    expect(settings).toEqual({ ...MINE, genreMap: { hiphop: 'Hip-Hop' }, recentFolders: ['/a', '/b'] });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['genreMap.rock', 'genreMap.jazz', 'recentFolders.1']);
  });

  it('is kept in a copy before it is replaced; a name that is no setting is one', async () => {
    const text = JSON.stringify({ ...MINE, minConfidense: 0.9 });
    await writeFile(path, text);
    const reading = await readSettings(path);
    expect(reading.faults).toEqual(['“minConfidense” is no setting']);
    await writeSettings(path, reading.settings);
    expect(await readFile(`${path}.broken-1`, 'utf8')).toBe(text);
  });

  it('of an earlier version gives way to the better model where nobody chose the one before', () => {
    const { defaultModel: _, ...earlier } = DEFAULT_SETTINGS;
    const model = (settings: object) => parse({ ...earlier, ...settings }).settings;
    expect(model({ model: 'ensemble' })).toEqual(DEFAULT_SETTINGS);
    expect(model({ model: 'ensemble', modelHistory: ['mel-cnn'] }).model).toBe('ensemble');
    expect(model({ model: 'mel-cnn' }).model).toBe('mel-cnn');
    expect(model({}).model).toBe('musicnn');
    expect(model({ model: 'of-then', defaultModel: 'of-then' })).toEqual(DEFAULT_SETTINGS);
  });

  it('keeps the model before where it is chosen now, or returned to', async () => {
    for (const modelHistory of [[], ['musicnn']]) {
      await writeSettings(path, { ...DEFAULT_SETTINGS, model: 'ensemble', modelHistory });
      expect((await readSettings(path)).settings.model).toBe('ensemble');
    }
  });

  it('of a list that is too long costs the oldest alone', () => {
    const names = Array.from({ length: 60 }, (_, index) => `m${index}`);
    const { settings, faults } = parse({ ...MINE, modelHistory: names, recentFolders: names });
    expect(settings.modelHistory).toEqual(names.slice(-50));
    expect(settings.recentFolders).toEqual(names.slice(0, 10));
    expect(faults).toEqual([]);
  });
});
