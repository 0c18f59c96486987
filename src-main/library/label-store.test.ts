import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryDatabase } from './database.ts';
import { isLabelled } from '../contract/genre-meaning.ts';
import { automaticTagging } from './automatic-tagging.ts';
import { openDatabase } from './database.ts';
import { LabelStore } from './label-store.ts';
import { RetrainStore } from './retrain-store.ts';
import { createScanStore } from './scan-store.ts';
import { TrackStore } from './track-store.ts';

const ROOT = '/music';
let database: LibraryDatabase;
let labels: LabelStore;
let tracks: TrackStore;
let ids: number[];

const of = (id: number) => tracks.rows([id])[0]?.labels.toSorted();

beforeEach(async () => {
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  labels = new LabelStore(database);
  const files = ['a', 'b', 'c', 'd'].map((name, index) => ({
    path: `${ROOT}/x/${name}.mp3`,
    size: 100 + index,
    modifiedMilliseconds: 1,
  }));
  await createScanStore(database).reconcile(ROOT, files, []);
  ids = files.map(({ path }) => tracks.idOf(path)!);
});
afterEach(() => database.close());

describe('labels', () => {
  it('are set, added, taken away and counted; spellings of one name are one genre', () => {
    const [a = 0, b = 0, c = 0] = ids;
    labels.edit([a, b], { kind: 'set', genres: ['Hip-Hop', 'Funk'] });
    labels.edit([c], { kind: 'set', genres: ['hip hop'] });
    expect(of(c)).toEqual(['Hip-Hop']);
    labels.edit([a, c], { kind: 'toggle', genre: 'Funk' });
    expect(of(c)).toEqual(['Funk', 'Hip-Hop']);
    labels.edit([a, c], { kind: 'toggle', genre: 'funk' });
    expect([of(a), of(c)]).toEqual([['Hip-Hop'], ['Hip-Hop']]);
    expect(labels.summary()).toMatchObject({
      genres: [
        { name: 'Hip-Hop', tracks: 3 },
        { name: 'Funk', tracks: 1 },
      ],
      tracks: 3,
    });
  });

  it('are brought back step by step', () => {
    const [a = 0, b = 0] = ids;
    labels.edit([a, b], { kind: 'set', genres: ['Dub'] });
    labels.edit([a], { kind: 'set', genres: ['Ska'] });
    labels.rename('Dub', 'Ska');
    expect(labels.summary()).toMatchObject({
      genres: [{ name: 'Ska', tracks: 2 }],
      lastStep: 'Merging “Dub” into “Ska”',
    });
    labels.undo();
    expect([of(a), of(b)]).toEqual([['Ska'], ['Dub']]);
    labels.undo();
    expect([of(a), of(b)]).toEqual([['Dub'], ['Dub']]);
    labels.undo();
    labels.undo();
    expect(labels.summary()).toEqual({ genres: [], tracks: 0, ignored: [], lastStep: null });
  });

  it('are renamed, also to another spelling, merged and deleted', () => {
    const [a = 0, b = 0] = ids;
    labels.edit([a], { kind: 'set', genres: ['dub', 'Roots'] });
    labels.edit([b], { kind: 'set', genres: ['Roots'] });
    labels.rename('dub', 'Dub');
    expect(of(a)).toEqual(['Dub', 'Roots']);
    labels.rename('Dub', 'roots');
    expect(of(a)).toEqual(['Roots']);
    labels.remove('Roots');
    expect(labels.summary()).toMatchObject({ genres: [], lastStep: 'Deleting “Roots”' });
  });

  it('of tags and tables leave alone what was labelled by hand', () => {
    const [a = 0, b = 0, c = 0] = ids;
    labels.edit([a], { kind: 'set', genres: ['Dub'] });
    expect(
      labels.take(
        [
          { id: a, genres: ['Pop'] },
          { id: b, genres: ['Pop', 'Pop'] },
          { id: c, genres: [] },
        ],
        'tags',
      ),
    ).toBe(1);
    expect([of(a), of(b), of(c)]).toEqual([['Dub'], ['Pop'], []]);
    expect(
      labels.take(
        [
          { id: b, genres: ['Hip-Hop'] },
          { id: c, genres: ['hip hop', 'x'.repeat(101)] },
        ],
        'tags',
      ),
    ).toBe(2);
    expect(of(c)).toEqual(['Hip-Hop']);
    expect(labels.take([{ id: b, genres: ['Rock'] }], 'import')).toBe(1);
    expect(of(b)).toEqual(['Rock']);
  });

  it('take names as the user said they are meant, and remember it', () => {
    const [a = 0, b = 0, c = 0, d = 0] = ids;
    labels.edit([d], { kind: 'set', genres: ['Hand'] });
    const tagged = [
      { id: a, genres: ['Alt. Rock', 'Misc'] },
      { id: b, genres: ['hip hop'] },
      { id: c, genres: [] },
      { id: d, genres: ['Pop'] },
    ];
    expect(labels.propose(tagged)).toEqual({
      names: [
        { spelling: 'Alt. Rock', tracks: 1, genre: 'Alt. Rock', isKnown: false },
        { spelling: 'Misc', tracks: 1, genre: 'Misc', isKnown: false },
        { spelling: 'hip hop', tracks: 1, genre: 'Hip-Hop', isKnown: false },
      ],
      byHand: 1,
      silent: 1,
    });
    expect(
      labels.takeNamed(
        tagged,
        [
          { spelling: 'Alt. Rock', genre: 'Rock' },
          { spelling: 'Misc', genre: null },
          { spelling: 'hip hop', genre: 'Rap' },
        ],
        'tags',
      ),
    ).toBe(2);
    expect([of(a), of(b), of(c), of(d)]).toEqual([['Rock'], ['Rap'], [], ['Hand']]);
    expect(labels.propose(tagged).names.map(({ genre, isKnown }) => [genre, isKnown])).toEqual([
      ['Rock', true],
      [null, true],
      ['Rap', true],
    ]);
    labels.edit([c], { kind: 'set', genres: ['Hip-Hop'] });
    expect(of(c)).toEqual(['Rap']);
    labels.undo();
    labels.undo();
    expect(labels.summary()).toMatchObject({ genres: [{ name: 'Hand' }], ignored: [] });
    expect(of(a)).toEqual([]);
  });

  it('have genres with colours, parents and other names, which follow renaming, merging and deleting', () => {
    const [a = 0, b = 0] = ids;
    const genre = (name: string) => labels.summary().genres.find((each) => each.name === name);
    labels.edit([a], { kind: 'set', genres: ['Deep House'] });
    labels.edit([b], { kind: 'set', genres: ['Tech House'] });
    labels.describe({ kind: 'parent', genre: 'Deep House', parent: 'House' });
    labels.describe({ kind: 'colour', genre: 'Deep House', colour: 3 });
    labels.describe({ kind: 'alias', genre: 'Deep House', alias: 'deephse' });
    expect(genre('Deep House')).toEqual({
      name: 'Deep House',
      tracks: 1,
      colour: 3,
      parent: 'House',
      aliases: ['deephse'],
    });
    expect(genre('House')).toMatchObject({ tracks: 0, parent: null });
    expect(() => labels.describe({ kind: 'parent', genre: 'House', parent: 'Deep House' })).toThrow(RangeError);
    labels.rename('Deep House', 'Deep');
    expect(genre('Deep')).toMatchObject({ colour: 3, parent: 'House', aliases: ['deephse'] });
    labels.rename('Deep', 'tech house');
    expect(genre('Tech House')).toMatchObject({ tracks: 2, aliases: ['Deep', 'deephse'] });
    labels.edit([a], { kind: 'set', genres: ['deep'] });
    expect(of(a)).toEqual(['Tech House']);
    labels.undo();
    labels.undo();
    labels.describe({ kind: 'parent', genre: 'House', parent: 'Dance' });
    labels.remove('House');
    expect(genre('Deep')).toMatchObject({ parent: 'Dance' });
    labels.undo();
    expect(genre('House')).toMatchObject({ parent: 'Dance' });
    labels.rename('House', 'Deep');
    expect(genre('Deep')).toMatchObject({ parent: 'Dance' });
  });

  it('keep their age, origin and confirmation when a genre is renamed, merged or split', () => {
    const [a = 0, b = 0] = ids;
    labels.take([{ id: a, genres: ['dub'] }], 'tags');
    labels.edit([b], { kind: 'set', genres: ['Roots', 'dub'] });
    labels.confirm([b]);
    const rows = () =>
      database
        .prepare('SELECT track_id, genre, origin, labelled_at, is_confirmed FROM labels ORDER BY track_id')
        .all() as { labelled_at: string }[];
    const [first] = rows();
    labels.rename('dub', 'Dub');
    expect(rows()[0]).toEqual({
      track_id: a,
      genre: 'Dub',
      origin: 'tags',
      labelled_at: first?.labelled_at,
      is_confirmed: 0,
    });
    labels.rename('Roots', 'Dub');
    expect(rows()).toMatchObject([
      { genre: 'Dub', origin: 'tags' },
      { track_id: b, genre: 'Dub', origin: 'hand', is_confirmed: 1 },
    ]);
    labels.edit([a], { kind: 'set', genres: ['Disco'] });
    labels.describe({ kind: 'parent', genre: 'Disco', parent: 'Funk' });
    labels.describe({ kind: 'parent', genre: 'Dub', parent: 'Reggae' });
    labels.split('Dub', [{ name: 'Disco', ids: [b] }]);
    expect(rows()).toMatchObject([{}, { genre: 'Disco', origin: 'hand', is_confirmed: 1 }]);
    expect(labels.summary().genres.find(({ name }) => name === 'Disco')).toMatchObject({ parent: 'Funk' });
  });

  it('keep the order in which they were given, and names that would become two in a table become one', () => {
    const [a = 0, b = 0] = ids;
    labels.edit([a], { kind: 'set', genres: ['House', 'Dub', 'Acid'] });
    expect(tracks.rows([a])[0]?.labels).toEqual(['House', 'Dub', 'Acid']);
    labels.edit([a], { kind: 'toggle', genre: 'Bop' });
    labels.rename('House', 'Deep House');
    expect(tracks.rows([a])[0]?.labels).toEqual(['Deep House', 'Dub', 'Acid', 'Bop']);
    labels.edit([b], { kind: 'set', genres: ['A; B'] });
    expect(of(b)).toEqual(['A, B']);
    // One letter in two forms is one letter.
    labels.edit([b], { kind: 'set', genres: ['Caf\u00e9'] });
    labels.edit([a], { kind: 'set', genres: ['Cafe\u0301'] });
    expect(of(a)).toEqual(['Caf\u00e9']);
  });

  it('change one genre, or a kind of it, for another', () => {
    const [a = 0, b = 0] = ids;
    labels.edit([a], { kind: 'set', genres: ['Deep House', 'Live'] });
    labels.edit([b], { kind: 'set', genres: ['Live'] });
    labels.describe({ kind: 'parent', genre: 'Deep House', parent: 'House' });
    labels.edit([a, b], { kind: 'replace', from: 'house', to: 'Techno' });
    expect([of(a), of(b)]).toEqual([
      ['Live', 'Techno'],
      ['Live', 'Techno'],
    ]);
  });

  it('are split by parts, and kept when they were doubted', () => {
    const [a = 0, b = 0, c = 0] = ids;
    labels.edit([a, b, c], { kind: 'set', genres: ['Electronic', 'Live'] });
    labels.describe({ kind: 'parent', genre: 'Electronic', parent: 'Dance' });
    labels.split('Electronic', [
      { name: 'House', ids: [a] },
      { name: 'Techno', ids: [b] },
    ]);
    expect([of(a), of(b), of(c)]).toEqual([
      ['House', 'Live'],
      ['Live', 'Techno'],
      ['Electronic', 'Live'],
    ]);
    expect(labels.summary().genres.find(({ name }) => name === 'Techno')).toMatchObject({ parent: 'Dance' });
    labels.undo();
    expect(of(a)).toEqual(['Electronic', 'Live']);
    const confirmed = () =>
      new RetrainStore(database)
        .labelled()
        .filter(({ isConfirmed }) => isConfirmed)
        .map(({ id }) => id);
    labels.confirm([b]);
    expect(confirmed()).toEqual([b]);
    labels.edit([b], { kind: 'set', genres: ['Dub'] });
    expect(confirmed()).toEqual([]);
    labels.undo();
    labels.undo();
    expect(confirmed()).toEqual([]);
  });

  it('that are newer than a model prove how sure it must be', async () => {
    const [a = 0, b = 0, c = 0] = ids;
    const analysis = {
      model: 'm',
      specHash: 's',
      window: '30s',
      provider: 'cpu',
      genres: ['hiphop', 'rock'],
      probabilities: [1, 0],
      timeline: [],
      analysedSeconds: 1,
      heardChannel: 'mix',
      disagreement: null,
      members: [],
      embedding: new Float32Array(1),
      embeddingSizes: [1],
      meanSpectrum: new Float32Array(1),
    } as const;
    for (const [name, genre, confidence] of [
      ['a', 'hiphop', 0.9],
      ['b', 'rock', 0.6],
      ['c', 'rock', 0.5],
    ] as const) {
      tracks.saveAnalysis(
        `${ROOT}/x/${name}.mp3`,
        { title: '', artist: '', album: '', genres: [], durationSeconds: 1 },
        { ...analysis, genre, confidence },
      );
    }
    const store = new RetrainStore(database);
    labels.edit([a, b], { kind: 'set', genres: ['Hip-Hop'] });
    expect(store.saliency('m', '')).toEqual([
      { predicted: 'hiphop', confidence: 0.9, names: ['Hip-Hop'] },
      { predicted: 'rock', confidence: 0.6, names: ['Hip-Hop'] },
    ]);
    expect(store.saliency('other', '')).toEqual([]);
    expect(store.saliency('m', new Date(Date.now() + 1000).toISOString())).toEqual([]);
    labels.edit([c], { kind: 'set', genres: ['Rock', 'Live'] });
    expect(store.saliency('m', '')).toHaveLength(3);
    expect(store.coverage(ROOT, 'm', 0.55)).toEqual({ analysed: 3, covered: 2 });
    expect(store.coverage(ROOT, 'other', 0.55)).toEqual({ analysed: 3, covered: 0 });
    // What a model may have learned from under another label is no proof.
    const learnedAt = new Date(Date.now() + 50).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 60));
    labels.edit([a], { kind: 'set', genres: ['Dub'] });
    labels.rename('Hip-Hop', 'Rap');
    expect(store.saliency('m', learnedAt)).toEqual([]);
    // What a name means decides: other names, genres above, and the user's own way of writing.
    const relations = [{ name: 'Rap', parent: 'Urban', aliases: ['hiphop'] }];
    expect([['hiphop'], ['Urban'], ['rap'], ['rock']].map((said) => isLabelled(said, ['Rap'], relations))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const question = { model: 'm', learned: null, relations, genreMap: { rock: 'Dub' }, root: ROOT };
    expect(automaticTagging(store, question)).toMatchObject({ proofs: 3, fresh: 3, analysed: 3 });
  });

  it('stay with a file that moved, and with one that is not there', async () => {
    const [a = 0, b = 0] = ids;
    labels.edit([a, b], { kind: 'set', genres: ['Dub'] });
    await createScanStore(database).reconcile(
      ROOT,
      [{ path: `${ROOT}/y/a.mp3`, size: 100, modifiedMilliseconds: 1 }],
      [],
    );
    expect(tracks.rows([a])[0]).toMatchObject({ folder: `${ROOT}/y`, labels: ['Dub'] });
    expect(tracks.rows([b])[0]).toMatchObject({ status: 'missing', labels: ['Dub'] });
    expect(new RetrainStore(database).labelled().map(({ path, folder, names }) => ({ path, folder, names }))).toEqual([
      { path: `${ROOT}/x/b.mp3`, folder: `${ROOT}/x`, names: ['Dub'] },
      { path: `${ROOT}/y/a.mp3`, folder: `${ROOT}/y`, names: ['Dub'] },
    ]);
  });
});
