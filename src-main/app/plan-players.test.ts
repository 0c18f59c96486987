import { expect, it } from 'vitest';
import { planPlayers } from './plan-players.ts';

const noPause = () => Promise.resolve();

it('names genres with a separator in them, and the players that split there', async () => {
  const found = await planPlayers([['Rock'], ['Rock/Metal'], ['Rock/Metal'], ['Jazz']], 'standard', noPause);
  expect(found.lists).toBe(1);
  expect(found.examples).toEqual([{ genres: ['Rock/Metal'], files: 2, players: ['Navidrome', 'Plex'] }]);
  expect(found.players).toEqual(['Navidrome', 'Plex']);
});

it('names nothing where every player shows what is meant', async () => {
  expect(await planPlayers([['Rock'], ['Jazz']], 'standard', noPause)).toEqual({ lists: 0, examples: [], players: [] });
});

it('names few of many lists, those of most files first, and lets others have their turn', async () => {
  const lists = Array.from({ length: 5_000 }, (_, place) => [`Genre ${place % 500}`, 'Other']);
  let pauses = 0;
  const found = await planPlayers([...lists, ['Genre 7', 'Other']], 'standard', async () => {
    pauses += 1;
  });
  expect(found.lists).toBe(500);
  expect(found.examples).toHaveLength(3);
  expect(found.examples[0]).toMatchObject({ genres: ['Genre 7', 'Other'], files: 11 });
  expect(found.players).toContain('Apple Music');
  expect(pauses).toBeGreaterThan(5);
});

it('ends where nobody waits for it any more', async () => {
  const lists = Array.from({ length: 3_000 }, () => ['Rock']);
  const cancelled = new Error('cancelled');
  await expect(planPlayers(lists, 'standard', () => Promise.reject(cancelled))).rejects.toBe(cancelled);
});
