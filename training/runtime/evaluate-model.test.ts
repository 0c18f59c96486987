import { describe, expect, it } from 'vitest';
import { spectralTiltInference } from '../../src-main/testing/test-model.ts';
import { toyDataset } from '../testing/toy-data.ts';
import { evaluateModels, unknownGenres } from './evaluate-model.ts';

const dataset = toyDataset(6);

describe('measuring a model on music with other genres', () => {
  it('counts what is left out', () => {
    expect([...unknownGenres(dataset, dataset.examples, ['low', 'high'])]).toEqual([['middle', 2]]);
    const either = dataset.examples.map((example) => ({ ...example, allowed: [0, 1] }));
    expect([...unknownGenres(dataset, either, ['low'])]).toEqual([]);
    expect([...unknownGenres(dataset, either, ['high'])]).toEqual([['low|middle', 6]]);
  });

  it('is refused where the model knows none of them', async () => {
    const { card } = spectralTiltInference();
    const models = [{ card: { ...card, genres: ['polka', 'waltz'] }, network: new Uint8Array(), head: null }];
    await expect(evaluateModels(models, dataset, dataset.examples, 1)).rejects.toMatchObject({
      code: 'genres-unknown',
    });
  });
});
