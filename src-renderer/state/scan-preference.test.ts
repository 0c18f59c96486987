import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MOST_PREFERRED } from '../../src-main/contract/scan.ts';
import { ScanPreference } from './scan-preference.ts';

let sent: number[][] = [];
let preference: ScanPreference;
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  preference = new ScanPreference((ids) => {
    sent.push([...ids]);
    return Promise.resolve();
  });
});
afterEach(() => vi.useRealTimers());

it('tells the last of many looks once, and nothing twice', () => {
  for (const id of [1, 2, 3]) preference.tell(() => [id, id + 1, id]);
  vi.runAllTimers();
  expect(sent).toEqual([[3, 4]]);
  preference.tell(() => [3, 4]);
  vi.runAllTimers();
  expect(sent).toHaveLength(1);
});

it('tells no more than the scan takes', () => {
  preference.tell(() => Array.from({ length: 2 * MOST_PREFERRED }, (_, index) => index + 1));
  vi.runAllTimers();
  expect(sent[0]).toHaveLength(MOST_PREFERRED);
});
