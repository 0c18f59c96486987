import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type {
  ArchitectureSummary,
  LabelledFolder,
  TrainingChoice,
  TrainingState,
} from '../../src-main/contract/training.ts';
import type { InstalledModel } from '../../src-main/contract/app-state.ts';
import { MODEL_NAME, NO_TRAINING } from '../../src-main/contract/training.ts';
import { failureOf, type Client } from '../api/bridge.ts';

/** Fewest tracks of a genre that can be divided into subsets and trained on. */
export const LEAST_TRACKS = 4;

/** The training of a model: what is chosen before it, and how it goes. */
export class TrainingStore {
  state = $state.raw<TrainingState>(NO_TRAINING);
  architectures = $state.raw<readonly ArchitectureSummary[]>([]);
  folder = $state.raw<LabelledFolder | null>(null);
  choice = $state.raw<TrainingChoice>({
    architecture: 'mel-statistics',
    split: 'automatic',
    name: 'my-model',
    epochs: null,
  });
  isCounting = $state.raw(false);
  failure = $state.raw<ErrorData | null>(null);

  readonly isUnderWay = $derived(
    this.state.phase === 'reading' || this.state.phase === 'training' || this.state.phase === 'stopping',
  );
  /** Whether it ended early and can go on. */
  readonly isWaiting = $derived(this.state.phase === 'interrupted' || this.state.phase === 'failed');
  readonly nameIsWellFormed = $derived(MODEL_NAME.test(this.choice.name));
  /** The model that has the chosen name already. */
  readonly namesake = $derived.by(() => this.#models().find(({ name }) => name === this.choice.name) ?? null);
  readonly nameIsValid = $derived(this.nameIsWellFormed && this.namesake?.isShipped !== true);
  /** Whether the text in the field is a valid number of epochs; only then the choice follows it. */
  epochsAreValid = $state.raw(true);
  /** Training needs at least two genres with enough tracks. */
  readonly folderIsEnough = $derived(
    (this.folder?.genres ?? []).filter(({ tracks }) => tracks >= LEAST_TRACKS).length >= 2,
  );
  readonly canStart = $derived(this.nameIsValid && this.epochsAreValid && this.folderIsEnough);

  readonly #api: Client;
  readonly #models: () => readonly InstalledModel[];

  /**
   * @param models all that can be used now
   * @param ended told when a training that was under way is so no more
   */
  constructor(api: Client, models: () => readonly InstalledModel[], ended: (state: TrainingState) => void) {
    this.#api = api;
    this.#models = models;
    api.on('training.changed', (state) => {
      const hasEnded = this.isUnderWay;
      this.state = state;
      if (hasEnded && !this.isUnderWay) ended(state);
    });
  }

  async open(): Promise<void> {
    await this.#attempt(async () => {
      this.state = await this.#api.call('training.state', null);
      this.architectures = await this.#api.call('training.architectures', null);
    });
  }

  async chooseFolder(): Promise<void> {
    if (this.isCounting) return;
    this.isCounting = true;
    await this.#attempt(async () => {
      this.folder = (await this.#api.call('training.chooseFolder', null)) ?? this.folder;
    });
    this.isCounting = false;
  }

  choose(change: Partial<TrainingChoice>): void {
    this.choice = { ...this.choice, ...change };
  }

  /** @param epochs null for as many as the network wants; kept only where it is valid */
  chooseEpochs(epochs: number | null, isValid: boolean): void {
    this.epochsAreValid = isValid;
    if (isValid) this.choose({ epochs });
  }

  start(): Promise<void> {
    return this.#attempt(() => this.#api.call('training.start', this.choice));
  }

  resume(): Promise<void> {
    return this.#attempt(() => this.#api.call('training.resume', null));
  }

  stop(): Promise<void> {
    return this.#attempt(() => this.#api.call('training.stop', null));
  }

  /** Discards the training; a finished model is kept. */
  discard(): Promise<void> {
    return this.#attempt(() => this.#api.call('training.discard', null));
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    this.failure = null;
    this.failure = await failureOf(work());
  }
}
