import { describe, expect, it } from 'vitest';
import type { TrainingState } from '../../src-main/contract/training.ts';
import { NO_TRAINING } from '../../src-main/contract/training.ts';
import { trainingSummary } from './training-summary.ts';

const summary = (change: Partial<TrainingState>) => trainingSummary({ ...NO_TRAINING, epochs: 30, ...change });
const history = [{ epoch: 1, loss: 1, validLoss: null, validAccuracy: null }];

describe('trainingSummary', () => {
  it('tells how far it is', () => {
    expect(summary({ phase: 'reading' })).toBe('Looking for music');
    expect(summary({ phase: 'reading', read: { done: 3, total: 20, leftOut: 1 } })).toBe(
      'Reading 3 of 20 tracks, 1 file left out',
    );
    expect(summary({ phase: 'training', history, etaSeconds: 600 })).toBe('Epoch 2 of at most 30, about 10 min left');
  });

  it('tells what an interruption has kept', () => {
    expect(summary({ phase: 'interrupted', history })).toBe('Interrupted after epoch 1. The trained epochs are kept.');
    expect(summary({ phase: 'interrupted' })).toBe(
      'Interrupted before the first epoch ended. Resume starts from the beginning.',
    );
    expect(summary({})).toBe('');
  });
});
