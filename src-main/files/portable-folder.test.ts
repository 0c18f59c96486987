import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { portableFolder } from './portable-folder.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'genrescope-portable-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** Makes the folder of data in a folder. */
function makeData(...parts: string[]): string {
  const folder = join(place, ...parts, 'genrescope-data');
  mkdirSync(folder, { recursive: true });
  return folder;
}

const built = (...parts: string[]) => join(place, ...parts, 'app.asar', 'out', 'main');

it('is beside the program', () => {
  const data = makeData('Genrescope');
  expect(portableFolder(built('Genrescope', 'resources'), {}, 'linux')).toBe(data);
  expect(portableFolder(join(place, 'Genrescope', 'resources', 'app', 'out', 'main'), {}, 'win32')).toBe(data);
});

it('is beside the bundle on macOS', () => {
  const data = makeData('Applications');
  const resources = ['Applications', 'Genrescope.app', 'Contents', 'Resources'];
  expect(portableFolder(built(...resources), {}, 'darwin')).toBe(data);
});

it('is beside an AppImage, but not beside the AppImage that only started this program', () => {
  const data = makeData('stick');
  writeFileSync(join(place, 'stick', 'Genrescope.AppImage'), '');
  for (const folder of ['mount', 'opt']) mkdirSync(join(place, folder));
  const environment = { APPIMAGE: join(place, 'stick', 'Genrescope.AppImage'), APPDIR: join(place, 'mount') };
  expect(portableFolder(built('mount', 'resources'), environment, 'linux')).toBe(data);
  expect(portableFolder(built('opt', 'resources'), environment, 'linux')).toBeNull();
});

it('is beside a portable program of Windows', () => {
  const data = makeData('stick');
  const environment = { PORTABLE_EXECUTABLE_DIR: join(place, 'stick') };
  expect(portableFolder(built('temp', 'resources'), environment, 'win32')).toBe(data);
  expect(portableFolder(built('temp', 'resources'), environment, 'linux')).toBeNull();
});

it('is a folder, and none where the program runs from its sources', () => {
  mkdirSync(join(place, 'Genrescope'));
  writeFileSync(join(place, 'Genrescope', 'genrescope-data'), '');
  expect(portableFolder(built('Genrescope', 'resources'), {}, 'linux')).toBeNull();
  makeData('sources');
  expect(portableFolder(join(place, 'sources', 'genrescope', 'out', 'main'), {}, 'linux')).toBeNull();
});
