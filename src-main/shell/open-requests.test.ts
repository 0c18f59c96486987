import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenRequest } from './open-requests.ts';
import { OpenRequests, packRequest, requestOf } from './open-requests.ts';

const event = { preventDefault: () => undefined };
let app = new EventEmitter();
let requests = new OpenRequests();
let raised = 0;
let answered: OpenRequest[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  app = new EventEmitter();
  requests = new OpenRequests();
  raised = 0;
  answered = [];
  requests.listen(app as unknown as Pick<App, 'on'>, () => (raised += 1));
});
afterEach(() => vi.useRealTimers());

const begin = () => requests.begin((request) => answered.push(request));

it('takes what another start names, whatever letters it has', () => {
  begin();
  const request = { named: ['/müsic ✓/日本.mp3'], list: null, choosesFolder: true };
  const packed = packRequest(request);
  expect(packed['request']).toMatch(/^[\x20-\x7e]+$/);
  app.emit('second-instance', event, [], '/', packed);
  expect(answered).toEqual([request]);
  expect(raised).toBe(1);
});

it('raises the window for a start that says nothing it understands', () => {
  begin();
  for (const data of [null, {}, { request: '%' }, packRequest({ named: [], list: '../x', choosesFolder: false })])
    app.emit('second-instance', event, [], '/', data);
  expect(answered).toEqual([]);
  expect(raised).toBe(4);
});

it('keeps files that the system names before the app is ready', () => {
  app.emit('open-file', event, '/a.mp3');
  app.emit('open-file', event, '/b.mp3');
  vi.runAllTimers();
  expect(begin()).toEqual(['/a.mp3', '/b.mp3']);
  vi.runAllTimers();
  expect(answered).toEqual([]);
});

it('takes files that the system names one by one as one request', () => {
  begin();
  app.emit('open-file', event, '/a.mp3');
  app.emit('open-file', event, '/b.mp3');
  vi.runAllTimers();
  expect(answered).toEqual([{ named: ['/a.mp3', '/b.mp3'], list: null, choosesFolder: false }]);
});

it('bounds what a start names, and takes no list but by its name', () => {
  const start = { named: Array.from({ length: 2_000 }, (_, index) => `/${index}`), choosesFolder: false };
  const { named, list } = requestOf({
    ...start,
    list: '../settings',
    dataDir: null,
    isIncomplete: false,
    asksFor: null,
    always: [],
    switches: [],
  });
  expect(named).toHaveLength(1_000);
  expect(list).toBeNull();
});
