import { expect, it } from 'vitest';
import { BridgeError, type Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { ListeningStore } from './listening-store.svelte.ts';

/** 6 seconds in two segments of 3, of which the model predicts jazz. */
const INPUT = { sampleRate: 16_000, hopLength: 160, frames: 600 };
const STYLE = { name: 'Bebop', kind: 'style', family: 'jazz', threshold: 0.5, isCalibrated: true };
const patch = (startSeconds: number) => ({
  startSeconds,
  endSeconds: startSeconds + 3,
  probabilities: [0.3, 0.7],
  models: [
    [0.2, 0.8],
    [0.4, 0.6],
  ],
  styleScores: Float32Array.of(0.25),
});
const PREDICTIONS = {
  genres: ['rock', 'jazz'],
  models: ['a', 'b'],
  probabilities: [0.3, 0.7],
  styles: [STYLE],
  styleScores: Float32Array.of(0.9),
  patches: [patch(0), patch(3)],
};
const DONE = { session: 1, phase: 'done', predictions: PREDICTIONS, input: INPUT, error: null };
const CANCELLED = new BridgeError({ code: 'cancelled', message: '' });
const map = (startSeconds: number) => ({ startSeconds, endSeconds: startSeconds + 3 });

/** A store that has heard a track of 6 seconds, all of which is in view. */
async function setUp(state: object = DONE) {
  const client = new PlayedClient();
  const store = new ListeningStore(client as Client);
  store.setVisible({ start: 0, end: 6 });
  await client.tell('inspect.predictions', state);
  await client.answer('the input');
  const asked = () => client.calls.filter(({ name }) => name === 'inspect.saliency').map(({ request }) => request);
  return { client, store, asked };
}

it('explains what the model predicts, one segment in view after the other', async () => {
  const { client, store, asked } = await setUp();
  expect([store.explained, asked()]).toEqual([null, []]);
  store.showSaliency('jazz');
  const request = (seconds: number) => ({ name: 'jazz', seconds, method: 'gradient' });
  expect(asked()).toEqual([request(1.5)]);
  await client.answer(map(0));
  expect(asked()).toEqual([request(1.5), request(4.5)]);
  await client.answer(map(3));
  expect([store.saliency, asked().length]).toEqual([[map(0), map(3)], 2]);
  // What is shown already is not asked for again.
  store.setVisible({ start: 1, end: 5 });
  expect(asked()).toHaveLength(2);
});

it('asks nothing while the model listens, and nothing of too long a span', async () => {
  const { client, store, asked } = await setUp({ ...DONE, phase: 'listening' });
  store.showSaliency('jazz');
  expect(asked()).toEqual([]);
  store.setVisible({ start: 0, end: 301 });
  await client.tell('inspect.predictions', DONE);
  expect([store.isTooLong, asked()]).toEqual([true, []]);
  store.setVisible({ start: 0, end: 2 });
  expect([store.isTooLong, asked().length]).toEqual([false, 1]);
});

it('takes no saliency of a genre or a method that was left, and then computes that of the new one', async () => {
  const { client, store, asked } = await setUp();
  store.showSaliency('jazz');
  store.showSaliency('Bebop');
  store.changeMethod('occlusion');
  expect(asked()).toHaveLength(1);
  await client.answer(map(0));
  expect(store.saliency).toEqual([]);
  expect(asked().at(-1)).toEqual({ name: 'Bebop', seconds: 1.5, method: 'occlusion' });
  await client.answer(map(0));
  expect(store.saliency).toEqual([map(0)]);
});

it('hides the saliency of what is asked for twice', async () => {
  const { store } = await setUp();
  store.showSaliency('rock');
  store.showSaliency('rock');
  expect([store.explained, store.saliency]).toEqual([null, []]);
});

it('says why saliency failed and does not ask again; one that was cancelled says nothing', async () => {
  const { client, store, asked } = await setUp();
  store.showSaliency('jazz');
  await client.refuse();
  expect([store.explained, store.failure?.code, asked().length]).toEqual([null, 'unexpected', 1]);
  store.leave();
  await client.tell('inspect.predictions', { ...DONE, input: { ...INPUT, frames: 0 } });
  await client.tell('inspect.predictions', DONE);
  await client.answer('the input');
  store.showSaliency('jazz');
  await client.refuse(CANCELLED);
  expect([store.explained, store.failure]).toEqual([null, null]);
});

it('explains of the next track what the model predicts there', async () => {
  const { client, store, asked } = await setUp();
  store.showSaliency('rock');
  store.leave();
  expect([store.state, store.input, store.explained]).toEqual([null, null, null]);
  await client.answer(map(0));
  expect(store.saliency).toEqual([]);
  await client.tell('inspect.predictions', DONE);
  expect([store.explained, asked().at(-1)]).toMatchObject(['jazz', { name: 'jazz' }]);
});

it('listens by another model, whose mean it shows, to what was chosen', async () => {
  const { client, store } = await setUp();
  store.member = 1;
  store.showSaliency('rock');
  void store.chooseModel('mine');
  expect(client.last).toMatchObject({ name: 'inspect.listen', request: { model: 'mine' } });
  expect([store.state, store.member, store.model, store.explained]).toEqual([null, null, 'mine', 'rock']);
});

it('says why listening failed, as the answer or the state have it', async () => {
  const { client, store } = await setUp();
  void store.listen();
  await client.refuse(new BridgeError({ code: 'model-too-slow', message: '' }));
  expect(store.failure?.code).toBe('model-too-slow');
  void store.listen();
  expect(store.failure).toBeNull();
  await client.tell('inspect.predictions', { ...DONE, phase: 'failed', error: { code: 'busy', message: '' } });
  expect(store.failure?.code).toBe('busy');
});

it('shows the probabilities of a member of the ensemble, and the scores of the explained style', async () => {
  const { store } = await setUp();
  expect(store.probabilitiesOf(patch(0))).toEqual([0.3, 0.7]);
  store.member = 1;
  expect(store.probabilitiesOf(patch(0))).toEqual([0.4, 0.6]);
  expect(store.scoreOf(patch(0))).toBe(0);
  store.showSaliency('Bebop');
  expect([store.explainedStyle?.name, store.scoreOf(patch(0))]).toEqual(['Bebop', 0.25]);
  store.showSaliency('rock');
  expect(store.explainedStyle).toBeNull();
});

it('fetches the input in columns of a power of two frames, and takes none of a track that was left', async () => {
  const { client, store } = await setUp({ ...DONE, input: { ...INPUT, frames: 4096 * 3 } });
  expect(client.last?.request).toEqual({ framesPerColumn: 4, firstColumn: 0, columns: 4096 });
  expect([store.input, store.shownInput]).toEqual(['the input', null]);
  store.showsInput = true;
  expect(store.shownInput).toBe('the input');
  await client.tell('inspect.predictions', DONE);
  expect(client.last?.request).toMatchObject({ framesPerColumn: 1 });
  store.leave();
  await client.answer('an input of the track before');
  expect(store.input).toBeNull();
});
