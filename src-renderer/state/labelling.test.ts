import { beforeEach, expect, it, vi } from 'vitest';
import { Labelling } from './labelling.ts';
import type { LabelStore } from './label-store.svelte.ts';
import type { Stores } from './stores.svelte.ts';

const edit = vi.fn<LabelStore['edit']>();
const tell = vi.fn<(text: string) => void>();
let player: { track: number | null };
let labelling: Labelling;

beforeEach(() => {
  edit.mockReset().mockResolvedValue(true);
  tell.mockReset();
  player = { track: 4 };
  const labels = { isOpen: { current: false }, keyed: ['Rock', 'Jazz'], edit };
  labelling = new Labelling({ labels, messages: { tell }, playback: { player } } as unknown as Stores);
});

it('labels the track of a row as the number key says, while something is in the player', async () => {
  expect(await labelling.giveTo(7, { kind: 'label', place: 1, isAdded: false })).toBe(true);
  expect(await labelling.giveTo(7, { kind: 'label', place: 0, isAdded: true })).toBe(true);
  expect(await labelling.giveTo(7, { kind: 'unlabel' })).toBe(true);
  expect(edit.mock.calls).toEqual([
    [[7], { kind: 'set', genres: ['Jazz'] }],
    [[7], { kind: 'toggle', genre: 'Rock' }],
    [[7], { kind: 'set', genres: [] }],
  ]);
  expect(tell).not.toHaveBeenCalled();
});

it('labels nothing by a key without a genre', async () => {
  expect(await labelling.giveTo(7, { kind: 'label', place: 8, isAdded: false })).toBe(false);
  expect(edit).not.toHaveBeenCalled();
});

it('labels nothing while nobody sees what the keys mean, and says how they get to', async () => {
  player.track = null;
  expect(await labelling.giveTo(7, { kind: 'label', place: 0, isAdded: false })).toBe(false);
  expect(edit).not.toHaveBeenCalled();
  expect(tell).toHaveBeenCalledWith(expect.stringMatching(/^Press Space/));
});

it('says what became of the track in a list that does not show labels', async () => {
  await labelling.giveToNamed(7, { kind: 'label', place: 0, isAdded: false }, 'Song');
  expect(tell).toHaveBeenCalledWith('Song: labelled Rock.');
  edit.mockResolvedValue(false);
  await labelling.giveToNamed(7, { kind: 'label', place: 0, isAdded: false }, 'Song');
  expect(tell).toHaveBeenCalledTimes(1);
});
