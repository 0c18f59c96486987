import { expect, it } from 'vitest';
import type { FeaturesRow } from '../../library/retrain-store.ts';
import { chooseNextLabels } from './next-labels.ts';

const row = (id: number, probabilities: number[]): FeaturesRow => ({
  id,
  predicted: 'rock',
  genres: [],
  modelGenres: ['rock', 'jazz', 'blues'],
  probabilities,
  embedding: Float32Array.of(id),
  isLabelled: false,
  spec_hash: 'same',
});

it('names the tracks that are chosen, and what the model hesitates between', async () => {
  const asked: unknown[] = [];
  const store = {
    candidates: (folder: string, specHashes: ReadonlySet<string>) => {
      asked.push(folder, [...specHashes]);
      return Promise.resolve({
        candidates: [row(7, [0.5, 0.1, 0.4]), row(8, [0.9, 0.1, 0])],
        known: [Float32Array.of(1)],
      });
    },
  };
  const catalogue = [
    { name: 'mine', specHash: 'own', featuresKey: 'a' },
    { name: 'base', specHash: 'same', featuresKey: 'a' },
    { name: 'other', specHash: 'other', featuresKey: 'b' },
  ];
  const next = await chooseNextLabels(store, { folder: '/music', model: 'mine', catalogue, count: 3 }, (candidates) => {
    asked.push(candidates);
    return [
      { candidate: 0, uncertainty: 0.9, novelty: 0.25 },
      { candidate: 5, uncertainty: 0, novelty: 0 },
    ];
  });
  expect(next).toEqual([{ id: 7, uncertainty: 0.9, novelty: 0.25, genres: ['rock', 'blues'] }]);
  expect(asked).toEqual([
    '/music',
    ['own', 'same'],
    {
      count: 3,
      known: [Float32Array.of(1)],
      candidates: [
        { probabilities: [0.5, 0.1, 0.4], features: Float32Array.of(7) },
        { probabilities: [0.9, 0.1, 0], features: Float32Array.of(8) },
      ],
    },
  ]);
});
