import { expect, it } from 'vitest';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import type { ReviewParts } from './review-store.svelte.ts';
import { ReviewStore } from './review-store.svelte.ts';

const PLAN = { planId: 'p', writes: 3, leftOut: 1 };
const group = (leftOut: number) => ({ kind: 'group', group: 0, writes: 3, leftOut });

/** A review of three files by groups, of which one file is left out. */
async function openReview() {
  const client = new PlayedClient();
  const parts = { tracksOf: () => ({ kind: 'all' }) } as unknown as ReviewParts;
  const review = new ReviewStore(client as Client, parts);
  void review.start('all', review.options, false);
  for (const answer of [PLAN, { view: 1, lines: 1 }, [group(1)], { files: 0 }, { lists: 0 }])
    await client.answer(answer);
  expect([review.phase, review.writes]).toEqual(['ready', 2]);
  return { client, review };
}

it('counts what is left out when the lines show it, so that a key upon the count does what they show', async () => {
  const { client, review } = await openReview();
  void review.leaveGroupOut(0, false);
  await client.answer(0);
  expect([review.writes, review.lines.get(0)]).toEqual([2, group(1)]);
  await client.answer([group(0)]);
  expect([review.writes, review.lines.get(0)]).toEqual([3, group(0)]);
  expect(client.last?.name).toBe('tags.planPlayers');
  await client.answer({ lists: 4 });
  expect(review.players).toEqual({ lists: 4 });
});

it('keeps the count where the view changed while something was left out', async () => {
  const { client, review } = await openReview();
  void review.leaveGroupOut(0, false);
  review.setQuery({ search: 'x' });
  for (const answer of [0, { view: 2, lines: 1 }, [group(0)], [group(0)]]) await client.answer(answer);
  expect([review.view, review.writes]).toEqual([{ view: 2, lines: 1 }, 3]);
});

it('plans once more after labels have changed, and writes nothing meanwhile', async () => {
  const { client, review } = await openReview();
  review.followLabels();
  await review.apply();
  expect(client.calls.some(({ name }) => name === 'tags.apply')).toBe(false);
  const asked = () => client.calls.filter(({ name }) => name === 'tags.plan').length;
  const followed = review.followed();
  void review.followed();
  expect([review.phase, asked()]).toEqual(['planning', 2]);
  for (const answer of [{ ...PLAN, planId: 'q' }, { view: 2, lines: 1 }, [group(1)]]) await client.answer(answer);
  await followed;
  expect([review.phase, review.isOutdated, review.plan?.planId]).toEqual(['ready', false, 'q']);
});

it('hears of no labels once files are written', async () => {
  const { review } = await openReview();
  review.phase = 'applied';
  review.followLabels();
  expect(review.isOutdated).toBe(false);
});
