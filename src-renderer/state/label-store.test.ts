import { beforeEach, expect, it } from 'vitest';
import type { Client } from '../api/bridge.ts';
import { PlayedClient } from '../testing/played-client.ts';
import { LabelStore } from './label-store.svelte.ts';
import { Messages } from './messages.svelte.ts';

const MODEL_GENRES = ['rock', 'jazz', 'pop'];
let client: PlayedClient;
let messages: Messages;
let labels: LabelStore;

beforeEach(() => {
  client = new PlayedClient();
  messages = new Messages();
  labels = new LabelStore(client as Client, messages, () => MODEL_GENRES);
});

/** What is labelled, by genre and number of tracks. */
const summary = (tracks: Readonly<Record<string, number>>, lastStep: string | null = null) => ({
  genres: Object.entries(tracks).map(([name, count]) => ({
    name,
    tracks: count,
    parent: null,
    aliases: [],
    colour: null,
  })),
  lastStep,
});
const told = () => messages.list.map(({ tone, title }) => [tone, title]);

it("gives the user's genres the first keys, then the model's", async () => {
  expect(labels.keyed).toEqual(['Rock', 'Jazz', 'Pop']);
  void labels.open();
  await client.answer(summary({ Dub: 5, Jazz: 2 }));
  expect(labels.keyed).toEqual(['Dub', 'Jazz', 'Rock', 'Pop']);
  expect([labels.countOf('Dub'), labels.countOf('Rock')]).toEqual([5, 0]);
});

it('keeps every key where it is while the user labels, though another genre has more tracks by now', async () => {
  await client.tell('labels.changed', summary({ Dub: 2, Ska: 1 }));
  await client.tell('labels.changed', summary({ Ska: 3, Dub: 2, Funk: 1 }));
  expect(labels.keyed).toEqual(['Dub', 'Ska', 'Funk', 'Rock', 'Jazz', 'Pop']);
});

it('gives a new name its key before the library has replied', async () => {
  await client.tell('labels.changed', summary({ Dub: 2 }));
  const edited = labels.edit(new Set([7, 8]), { kind: 'set', genres: ['Ska'] });
  expect(labels.keyed.slice(0, 2)).toEqual(['Dub', 'Ska']);
  expect(client.last?.request).toEqual({ ids: Int32Array.of(7, 8), edit: { kind: 'set', genres: ['Ska'] } });
  // Told before the edit was made: the name is still to come.
  await client.tell('labels.changed', summary({ Dub: 2 }));
  expect(labels.keyed.slice(0, 2)).toEqual(['Dub', 'Ska']);
  await client.tell('labels.changed', summary({ Dub: 2, Ska: 2 }));
  await client.answer(null);
  expect(await edited).toBe(true);
  // Once confirmed, it goes when the library has it no more.
  await client.tell('labels.changed', summary({ Dub: 2 }));
  expect(labels.keyed).toEqual(['Dub', 'Rock', 'Jazz', 'Pop']);
});

it('takes a key back that a name was given where labelling failed', async () => {
  await client.tell('labels.changed', summary({ Dub: 2 }));
  const edited = labels.edit([7], { kind: 'replace', from: 'Dub', to: 'Ska' });
  expect(labels.keyed[1]).toBe('Ska');
  await client.refuse();
  expect([await edited, labels.keyed]).toEqual([false, ['Dub', 'Rock', 'Jazz', 'Pop']]);
  expect(told()).toEqual([['error', expect.any(String)]]);
});

it('renames a genre at its place, and back where that failed', async () => {
  await client.tell('labels.changed', summary({ Dub: 2, Ska: 1 }));
  void labels.rename('Dub', ' Dubstep ');
  expect(labels.keyed.slice(0, 2)).toEqual(['Dubstep', 'Ska']);
  await client.refuse();
  expect(labels.keyed).toEqual(['Dub', 'Ska', 'Rock', 'Jazz', 'Pop']);
});

it('says what was undone, or that there is nothing', async () => {
  await labels.undo();
  expect([client.calls, told()]).toEqual([[], [['info', expect.stringMatching(/^There is no/)]]]);
  await client.tell('labels.changed', summary({ Dub: 1 }, 'Label Dub for 1 Track'));
  void labels.undo();
  await client.answer(summary({}));
  expect(told()).toEqual([['info', expect.stringContaining('Label Dub for 1 Track')]]);
});
