import { expect, it } from 'vitest';
import type { LabelCandidate } from '../../contract/labels.ts';
import { chooseNextLabels } from './next-labels.ts';

const candidate = (id: number, probabilities: number[]): LabelCandidate => ({
  id,
  probabilities,
  likeliest: ['rock', `${id}`],
  features: Float32Array.of(id),
});

it('names the tracks that are chosen, and what the model hesitates between', async () => {
  const asked: unknown[] = [];
  const find = (folder: string, specHashes: ReadonlySet<string>) => {
    asked.push(folder, [...specHashes]);
    return Promise.resolve({
      candidates: [candidate(7, [0.5, 0.1, 0.4]), candidate(8, [0.9, 0.1, 0])],
      known: [Float32Array.of(1)],
    });
  };
  const catalogue = [
    { name: 'mine', specHash: 'own', featuresKey: 'a' },
    { name: 'base', specHash: 'same', featuresKey: 'a' },
    { name: 'other', specHash: 'other', featuresKey: 'b' },
  ];
  const next = await chooseNextLabels(find, { folder: '/music', model: 'mine', catalogue, count: 3 }, (candidates) => {
    asked.push(candidates);
    return [
      { candidate: 0, uncertainty: 0.9, novelty: 0.25 },
      { candidate: 5, uncertainty: 0, novelty: 0 },
    ];
  });
  expect(next).toEqual([{ id: 7, uncertainty: 0.9, novelty: 0.25, genres: ['rock', '7'] }]);
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
