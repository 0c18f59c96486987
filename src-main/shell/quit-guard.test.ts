import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { guardClosing } from './quit-guard.ts';

let window = new EventEmitter();
let isWriting = false;
let answers: boolean[] = [];
let asked = 0;
let finish = () => Promise.resolve();
let quits = 0;

beforeEach(() => {
  vi.useFakeTimers();
  window = new EventEmitter();
  [isWriting, answers, asked, quits] = [true, [], 0, 0];
  finish = () => Promise.resolve();
  guardClosing(window as unknown as Pick<BrowserWindow, 'on'>, {
    isWriting: () => isWriting,
    confirm: () => {
      asked += 1;
      return Promise.resolve(answers.shift() ?? false);
    },
    finish: () => finish(),
    quit: () => (quits += 1),
  });
});
afterEach(() => vi.useRealTimers());

/** @returns whether the window closed */
function close(): boolean {
  let isPrevented = false;
  window.emit('close', { preventDefault: () => (isPrevented = true) });
  return !isPrevented;
}

it('lets the window close where nothing is written', () => {
  isWriting = false;
  expect(close()).toBe(true);
  expect(asked).toBe(0);
});

it('asks once, and again after it was denied', async () => {
  expect(close()).toBe(false);
  expect(close()).toBe(false);
  expect(asked).toBe(1);
  await vi.runAllTimersAsync();
  expect(close()).toBe(false);
  expect([asked, quits]).toEqual([2, 0]);
});

it('finishes the file under way before it quits', async () => {
  answers = [true];
  let done: () => void = () => undefined;
  finish = () => new Promise((resolve) => (done = resolve));
  close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(quits).toBe(0);
  done();
  await vi.advanceTimersByTimeAsync(0);
  expect(quits).toBe(1);
  expect(close()).toBe(true);
});

it('does not wait for a file for ever', async () => {
  answers = [true];
  finish = () => new Promise(() => undefined);
  close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(quits).toBe(1);
});
