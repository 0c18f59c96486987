import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listCrashReports, pruneCrashReports } from './crash-reports.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-crashes-'));
  mkdirSync(join(folder, 'pending'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param age seconds */
function makeReport(name: string, age: number, bytes = 10): string {
  const path = join(folder, 'pending', `${name}.dmp`);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  writeFileSync(join(folder, 'pending', `${name}.meta`), '');
  const time = Date.now() / 1000 - age;
  utimesSync(path, time, time);
  return path;
}

it('lists reports in all folders, the newest first', () => {
  const [old, young] = [makeReport('a', 100), makeReport('b', 1)];
  writeFileSync(join(folder, 'settings.dat'), '');
  expect(listCrashReports(folder).map(({ path }) => path)).toEqual([young, old]);
  expect(listCrashReports(join(folder, 'nowhere'))).toEqual([]);
});

it('keeps the newest ten', () => {
  for (let age = 0; age < 13; age += 1) makeReport(String(age), age);
  pruneCrashReports(folder);
  const kept = listCrashReports(folder);
  expect(kept).toHaveLength(10);
  expect(existsSync(join(folder, 'pending', '9.dmp'))).toBe(true);
  for (const end of ['dmp', 'meta']) expect(existsSync(join(folder, 'pending', `10.${end}`))).toBe(false);
});

it('keeps no more than 50 MB', () => {
  const kept = makeReport('new', 1, 30_000_000);
  makeReport('old', 2, 30_000_000);
  makeReport('oldest', 3);
  pruneCrashReports(folder);
  expect(listCrashReports(folder).map(({ path }) => path)).toEqual([kept]);
});
