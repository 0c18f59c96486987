import { expect, it, vi } from 'vitest';
import type { TagBatch } from '../../src-main/contract/tags.ts';
import { BridgeError, type Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import type { HistoryParts } from './history-store.svelte.ts';
import { HistoryStore, isUndoable } from './history-store.svelte.ts';
import { Messages } from './messages.svelte.ts';
import { TagWriting } from './tag-writing.svelte.ts';

const FAILURE = { fileName: 'a.mp3', folder: '/music', error: { code: 'file-changed', message: '' } };
const batch = (batchId: string, models: readonly string[] = []) => ({
  batchId,
  files: 3,
  undone: 0,
  byModel: models.map((name) => ({ name, files: 3 })),
});
const result = (batchId: string | null, more: object = {}) => ({
  batchId,
  written: 2,
  cancelled: false,
  failures: [],
  notes: [],
  ...more,
});

function setUp() {
  const client = new PlayedClient();
  const writing = new TagWriting(client as Client, new Messages());
  const ended = vi.fn<HistoryParts['ended']>();
  const failed = vi.fn<HistoryParts['failed']>();
  const history = new HistoryStore(client as Client, { writing, ended, failed });
  const names = () => client.calls.map(({ name }) => name);
  return { client, ended, failed, history, names, writing };
}

it('undoes batches one after the other, and tells once how all of them went', async () => {
  const { client, ended, history, writing } = setUp();
  void history.undo(['b', 'a'], 'mine');
  expect([history.phase, writing.kind]).toEqual(['undoing', 'undo']);
  await client.answer(result('b', { failures: [FAILURE] }));
  expect(client.last?.request).toEqual({ batchId: 'a', model: 'mine', files: null });
  expect(ended).not.toHaveBeenCalled();
  await client.answer(result('a'));
  await client.answer([batch('a')]);
  expect(history.result).toMatchObject({ batchId: 'a', written: 4, failures: [FAILURE] });
  expect(ended.mock.calls).toEqual([['undo', history.result]]);
  expect([history.phase, history.batches, writing.isBusy]).toEqual(['ready', [batch('a')], false]);
});

it('undoes no further batch once it is cancelled', async () => {
  const { client, history, names } = setUp();
  void history.undo(['b', 'a']);
  await client.answer(result('b', { cancelled: true }));
  await client.answer([]);
  expect(names()).toEqual(['tags.undo', 'tags.batches']);
  expect(history.result).toMatchObject({ cancelled: true, written: 2 });
});

it('says why it could not undo, and is free for another try', async () => {
  const { client, ended, failed, history, writing } = setUp();
  void history.undo(['b', 'a']);
  await client.answer(result('b'));
  const error = new BridgeError({ code: 'busy', message: '' });
  await client.refuse(error);
  expect([history.phase, history.failure?.code, writing.isBusy]).toEqual(['failed', 'busy', false]);
  expect([ended.mock.calls, failed.mock.calls]).toEqual([[], [[error]]]);
});

it('redoes a batch and returns the one that came of it', async () => {
  const { client, ended, history } = setUp();
  const redone = history.redo('a');
  expect([history.phase, history.isBusy]).toEqual(['redoing', true]);
  await client.answer(result('new'));
  await client.answer([]);
  expect(await redone).toBe('new');
  expect([history.resultOf, ended.mock.calls]).toEqual(['apply', [['apply', result('new')]]]);
});

it('does nothing while something else is written, whatever was redone before', async () => {
  const { client, history, names, writing } = setUp();
  const redone = history.redo('a');
  await client.answer(result('new'));
  await client.answer([]);
  await redone;
  void writing.run('apply', () => new Promise(() => undefined));
  expect(await history.redo('b')).toBeNull();
  await history.undo(['b']);
  expect([history.phase, names()]).toEqual(['ready', ['tags.redo', 'tags.batches']]);
});

it('forgets how the last undo ended when it is opened again, but not while it undoes', async () => {
  const { client, history, names } = setUp();
  void history.undo(['a']);
  await history.open();
  expect(names()).toEqual(['tags.undo']);
  await client.answer(result('a'));
  await client.answer([]);
  expect(history.result).not.toBeNull();
  void history.open();
  await client.answer([]);
  expect([history.result, names().length]).toEqual([null, 3]);
});

it('finds a batch as it is now, and those that a model wrote', async () => {
  const { client, history } = setUp();
  void history.open();
  await client.answer([batch('b', ['mine']), batch('a', ['musicnn', 'mine']), batch('c')]);
  expect(history.writtenBy('mine').map(({ batchId }) => batchId)).toEqual(['b', 'a']);
  const found = history.find('a');
  await client.answer([batch('c')]);
  expect(await found).toBeNull();
});

it('can undo a batch while a file of it is left', () => {
  const undone = (files: number) => ({ ...batch('a'), undone: files }) as unknown as TagBatch;
  expect([2, 3].map((files) => isUndoable(undone(files)))).toEqual([true, false]);
});
