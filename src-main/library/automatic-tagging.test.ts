import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLabelled } from '../contract/genre-meaning.ts';
import { automaticTagging } from './automatic-tagging.ts';
import { RetrainStore } from './retrain-store.ts';
import type { LabelLibrary } from '../testing/label-library.ts';
import { LABEL_ROOT, openLabelLibrary } from '../testing/label-library.ts';

let library: LabelLibrary;
beforeEach(async () => {
  library = await openLabelLibrary();
});
afterEach(() => library.database.close());

describe('labels', () => {
  it('that are newer than a model prove how sure it must be', async () => {
    const [a, b, c] = library.ids;
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
      styles: [],
      styleScores: new Float32Array(0),
      meanSpectrum: new Float32Array(1),
    } as const;
    for (const [name, genre, confidence] of [
      ['a', 'hiphop', 0.9],
      ['b', 'rock', 0.6],
      ['c', 'rock', 0.5],
    ] as const) {
      library.tracks.saveAnalysis(
        `${LABEL_ROOT}/x/${name}.mp3`,
        { title: '', artist: '', album: '', genres: [], durationSeconds: 1 },
        { ...analysis, genre, confidence },
      );
    }
    const store = new RetrainStore(library.database);
    expect(store.coverage(LABEL_ROOT, 'm', 0.55)).toEqual({ analysed: 3, covered: 2 });
    library.labels.edit([a, b], { kind: 'set', genres: ['Hip-Hop'] });
    expect(store.newlyLabelled('m', '')).toEqual([
      { predicted: 'hiphop', confidence: 0.9, names: ['Hip-Hop'] },
      { predicted: 'rock', confidence: 0.6, names: ['Hip-Hop'] },
    ]);
    expect(store.newlyLabelled('other', '')).toEqual([]);
    expect(store.newlyLabelled('m', new Date(Date.now() + 1000).toISOString())).toEqual([]);
    // The model may have learned from labelled tracks: only what is not labelled shows how sure it is elsewhere.
    expect(store.coverage(LABEL_ROOT, 'm', 0.5)).toEqual({ analysed: 1, covered: 1 });
    expect(store.coverage(LABEL_ROOT, 'm', 0.55)).toEqual({ analysed: 1, covered: 0 });
    expect(store.coverage(LABEL_ROOT, 'other', 0.5)).toEqual({ analysed: 1, covered: 0 });
    library.labels.edit([c], { kind: 'set', genres: ['Rock', 'Live'] });
    expect(store.newlyLabelled('m', '')).toHaveLength(3);
    // What a model may have learned from under another label is no proof.
    const learnedAt = new Date(Date.now() + 50).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 60));
    library.labels.edit([a], { kind: 'set', genres: ['Dub'] });
    library.labels.rename('Hip-Hop', 'Rap');
    expect(store.newlyLabelled('m', learnedAt)).toEqual([]);
    // What a name means decides: other names, genres above, and the user's own way of writing.
    const relations = [{ name: 'Rap', parent: 'Urban', aliases: ['hiphop'] }];
    expect([['hiphop'], ['Urban'], ['rap'], ['rock']].map((said) => isLabelled(said, ['Rap'], relations))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const question = { model: 'm', heldOut: null, relations, genreMap: { rock: 'Dub' }, root: LABEL_ROOT };
    expect(automaticTagging(store, question)).toMatchObject({ proofs: 3, fresh: 3, analysed: 0 });
  });
});
