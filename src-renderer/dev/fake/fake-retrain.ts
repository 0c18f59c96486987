import type { RetrainResult, RetrainState } from '../../../src-main/contract/retrain.ts';
import { NO_RETRAIN } from '../../../src-main/contract/retrain.ts';
import { FAKE_FOLDER } from './fake-app.ts';
import type { HandlersOf } from './handlers.ts';

const RESULT: RetrainResult = {
  name: 'my-genres-1',
  genres: ['Dub', 'Techno', 'rock'],
  tracks: 42,
  leftOut: 0,
  seconds: 0.6,
  against: 'standard',
  comparison: { tracks: 40, oldCorrect: 22, newCorrect: 33, gain: 0.275, interval95: [0.1, 0.45], isBetter: true },
  confusion: [
    [12, 2, 0],
    [1, 15, 1],
    [1, 2, 6],
  ],
  automatic: { confidence: 0.81, accuracy: 0.95, tracks: 21 },
  warnings: [{ kind: 'too-few', genre: 'Ska', tracks: 2 }],
  heldOut: [
    { id: 4, label: 0, predicted: 1 },
    { id: 5, label: 0, predicted: 1 },
  ],
  doubtful: [{ id: 4, before: 'Dub', after: 'Techno', share: 0.6 }],
  library: {
    folder: FAKE_FOLDER,
    tracks: 90,
    changed: 31,
    unlabelled: 60,
    automatic: 48,
    mostChanged: [{ id: 7, before: 'reggae', after: 'Dub', share: 0.97 }],
  },
};

/** A retraining that is done at once. @param tell hears of every change of its state */
export function fakeRetrain(tell: (state: RetrainState) => void): HandlersOf<'retrain' | 'models'> {
  return {
    'retrain.state': () => NO_RETRAIN,
    'retrain.start': () => {
      tell({ ...NO_RETRAIN, phase: 'compared', result: RESULT });
      return null;
    },
    'retrain.resume': () => null,
    'retrain.discard': () => {
      tell(NO_RETRAIN);
      return null;
    },
    'models.export': ({ model }) => model,
    'models.rename': () => null,
    'models.delete': () => null,
    'models.import': () => 'imported',
    'retrain.cancel': () => null,
    'retrain.versions': () => [],
    'retrain.automatic': () => ({
      confidence: 0.8,
      accuracy: 0.96,
      tracks: 30,
      proofs: 50,
      fresh: 5,
      analysed: 100,
      covered: 71,
    }),
    'retrain.promote': () => null,
    'retrain.rollback': () => null,
  };
}
