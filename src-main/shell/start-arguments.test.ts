import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readStartArguments } from './start-arguments.ts';

const workingFolder = resolve('/music');
const read = (...args: string[]) =>
  readStartArguments(['/opt/genrescope', ...args], { workingFolder, isDefaultApp: false });

describe('what is named', () => {
  it('may be relative, and may hold spaces and percent signs', () => {
    const { named } = read('Album 1', './100%25 jazz.mp3', resolve('/other/x.flac'));
    expect(named).toEqual([
      join(workingFolder, 'Album 1'),
      join(workingFolder, '100%25 jazz.mp3'),
      resolve('/other/x.flac'),
    ]);
  });

  it('may be a URL as desktops pass them', () => {
    const path = resolve('/music/müsic ✓ 100%.mp3');
    expect(read(pathToFileURL(path).href).named).toEqual([path]);
  });

  it('stays as it is where it is on no disk of this machine', () => {
    const remote = process.platform === 'win32' ? [] : ['file://server/x.mp3'];
    const places = ['smb://server/music', 'https://example.org/x.mp3', 'file:///x%2Fy', ...remote];
    expect(read(...places).named).toEqual(places);
  });

  it('may begin with a dash behind --', () => {
    expect(read('--enable-logging', '--', '-1.mp3', '--version')).toMatchObject({
      named: [join(workingFolder, '-1.mp3'), join(workingFolder, '--version')],
      asksFor: null,
    });
  });

  it('is nothing of a plain start', () => {
    expect(read('--no-sandbox', '-psn_0_12345', '')).toEqual({
      list: null,
      always: [],
      switches: ['--no-sandbox', '-psn_0_12345'],
      dataDir: null,
      isIncomplete: false,
      choosesFolder: false,
      asksFor: null,
      named: [],
    });
  });
});

it('takes the switches of the app', () => {
  expect(read('--data-dir', 'my data', '--choose-folder', 'x')).toMatchObject({
    dataDir: 'my data',
    choosesFolder: true,
    named: [join(workingFolder, 'x')],
  });
  expect(read('--version').asksFor).toBe('version');
  expect(read('--help').asksFor).toBe('help');
  expect(read('--data-dir').isIncomplete).toBe(true);
});

it('passes over what is Electron’s own where Electron starts a folder', () => {
  const argv = ['electron', '-r', 'loader.js', '--no-sandbox', '/genrescope', '--data-dir', 'd', 'x.js'];
  expect(readStartArguments(argv, { workingFolder, isDefaultApp: true })).toMatchObject({
    dataDir: 'd',
    named: [join(workingFolder, 'x.js')],
    always: ['-r', 'loader.js', '--no-sandbox', '/genrescope', `--data-dir=${join(workingFolder, 'd')}`],
  });
  expect(readStartArguments(['electron', '/genrescope'], { workingFolder, isDefaultApp: true }).named).toEqual([]);
});
