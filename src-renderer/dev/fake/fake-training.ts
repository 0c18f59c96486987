import type { TrainingState } from '../../../src-main/contract/training.ts';
import { NO_TRAINING } from '../../../src-main/contract/training.ts';
import type { HandlersOf } from './handlers.ts';

const GENRES = ['Ambient', 'House', 'Techno'];
const EPOCHS = 20;
const IDLE: TrainingState = { ...NO_TRAINING, genres: GENRES, epochs: EPOCHS };

/** A training that learns nothing, quickly. */
export class FakeTraining {
  readonly #tell: (state: TrainingState) => void;
  #state = IDLE;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(tell: (state: TrainingState) => void) {
    this.#tell = tell;
  }

  handlers(): HandlersOf<'training'> {
    return {
      'training.state': () => this.#state,
      'training.architectures': () => [
        { name: 'mel-statistics', title: 'Mel statistics', description: 'One layer.', group: 'recommended' },
        { name: 'mel-gru', title: 'Mel CNN with GRU', description: 'Convolutions, then a GRU.', group: 'ours' },
      ],
      'training.chooseFolder': () => ({
        folder: '/home/mara/Labelled',
        genres: GENRES.map((name, index) => ({ name, tracks: 40 + index * 13 })),
      }),
      'training.start': (choice) => {
        this.#change({ ...IDLE, choice, folder: '/home/mara/Labelled' });
        this.#run();
        return null;
      },
      'training.resume': () => {
        this.#run();
        return null;
      },
      'training.stop': () => {
        clearInterval(this.#timer);
        this.#change({ phase: 'interrupted' });
        return null;
      },
      'training.discard': () => {
        this.#change(IDLE);
        return null;
      },
    };
  }

  #run(): void {
    this.#change({ phase: 'training' });
    this.#timer = setInterval(() => this.#epoch(), 200);
  }

  #epoch(): void {
    const epoch = this.#state.history.length + 1;
    const right = Math.round(12 * (1 - Math.exp(-epoch / 6)));
    const confusion = GENRES.map((_, row) =>
      GENRES.map((_name, column) => (row === column ? right : Math.round((12 - right) / 2))),
    );
    const line = {
      epoch,
      loss: 1.1 * Math.exp(-epoch / 8),
      validLoss: 0.2 + Math.exp(-epoch / 7),
      validAccuracy: right / 12,
    };
    this.#change({ history: [...this.#state.history, line], confusion, etaSeconds: EPOCHS - epoch });
    if (epoch < EPOCHS) return;
    clearInterval(this.#timer);
    this.#change({ phase: 'done', outcome: { tracks: 36, accuracy: 0.92, interval95: [0.83, 1], macroF1: 0.91 } });
  }

  #change(change: Partial<TrainingState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell(this.#state);
  }
}
