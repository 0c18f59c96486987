import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from './logging.ts';

const LARGEST = 10_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('stays within its size while it is written, and keeps what was said last', () => {
  const log = createLog(folder, LARGEST);
  for (let index = 0; index < 2_000; index++) log(`line ${index} ü`);
  expect(readdirSync(folder).sort()).toEqual(['genrescope.log', 'genrescope.log.old']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(LARGEST);
  const text = ['genrescope.log.old', 'genrescope.log']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  const numbers = [...text.matchAll(/line (\d+) ü$/gm)].map(([, number]) => Number(number));
  expect(numbers.at(-1)).toBe(1_999);
  expect(numbers).toEqual(Array.from(numbers, (_, index) => (numbers[0] ?? 0) + index));
});

it('goes on in the log of the last run, and begins it anew once that is large', () => {
  createLog(folder, LARGEST)('of the first run');
  createLog(folder, LARGEST)('of the second run');
  expect(readFileSync(join(folder, 'genrescope.log'), 'utf8')).toMatch(/first run\n.*second run\n$/);
  createLog(folder, 60)('of the third run');
  expect(readFileSync(join(folder, 'genrescope.log'), 'utf8')).toMatch(/^\S+ of the third run\n$/);
});

it('cuts a message that is too long', () => {
  createLog(folder)('x'.repeat(1_000_000));
  expect(statSync(join(folder, 'genrescope.log')).size).toBeLessThan(30_000);
});

it('stops nothing where it cannot be written', () => {
  mkdirSync(join(folder, 'genrescope.log'));
  expect(() => createLog(folder)('lost')).not.toThrow();
});
