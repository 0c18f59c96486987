import { expect, it } from 'vitest';
import type { Message } from './message-list.ts';
import { withMessage } from './message-list.ts';

let last = 0;
const message = (tone: Message['tone'], title: string): Message => ({
  id: (last += 1),
  tone,
  title,
  detail: '',
  actions: [],
});
const shown = (messages: readonly Message[]) =>
  messages.reduce<readonly Message[]>(withMessage, []).map(({ title }) => title);

it('keeps the three newest errors, and each only once', () => {
  const errors = ['disk', 'model', 'disk', 'file', 'folder'].map((title) => message('error', title));
  expect(shown(errors)).toEqual(['disk', 'file', 'folder']);
});

it('keeps the newest of the other messages, beside the errors', () => {
  expect(shown([message('info', 'saved'), message('error', 'disk'), message('info', 'undone')])).toEqual([
    'disk',
    'undone',
  ]);
});
