import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isTooLong, takeList, writeList } from './named-list.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'genrescope-list-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const named = Array.from({ length: 600 }, (_, index) => `/music/a long name of a file ✓ ${index}.mp3`);

it('is needed where much is named', () => {
  expect(isTooLong(['genrescope', ...named], { named, list: null, choosesFolder: false })).toBe(true);
  expect(isTooLong(['genrescope', '/music'], { named: ['/music'], list: null, choosesFolder: false })).toBe(false);
  // Relative names grow when they are made absolute.
  expect(isTooLong(['genrescope'], { named, list: null, choosesFolder: false })).toBe(true);
});

it('is read once', () => {
  const name = writeList(home, { named, list: null, choosesFolder: false });
  expect(takeList(home, name)).toEqual(named);
  expect(takeList(home, name)).toEqual([]);
});
