import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type {
  ListeningState,
  SaliencyMap,
  SpectrogramTile,
  SegmentPrediction,
} from '../../src-main/contract/inspection.ts';
import { BridgeError, errorDataOf, type Client } from '../api/bridge.ts';
import type { TimeSpan } from './player.svelte.ts';

/** How saliency is found. */
export type SaliencyMethod = 'gradient' | 'occlusion';

/** Two genres that are held against each other. */
export interface Contest {
  readonly genre: string;
  readonly other: string;
}

/** Segments whose saliency is looked for at once; beyond, the picture is too small for it anyway. */
const MOST_STRETCHES = 40;
const MOST_COLUMNS = 4096;

/** What the models hear along the inspected track, and where they hear it. */
export class ListeningStore {
  state = $state.raw<ListeningState | null>(null);
  /** Null: the settings' model. */
  model = $state.raw<string | null>(null);
  /** Whose prediction is shown: one of several models, or null for their mean. */
  member = $state.raw<number | null>(null);
  /** Whose saliency is shown in the picture. */
  genre = $state.raw<string | null>(null);
  method = $state.raw<SaliencyMethod>('gradient');
  /** How far everything that is no saliency is dimmed, 0 to 1. */
  strength = $state.raw(0.6);
  saliency = $state.raw<readonly SaliencyMap[]>([]);
  contest = $state.raw<Contest | null>(null);
  /** The model's input instead of the spectrum. */
  showsInput = $state.raw(false);
  input = $state.raw<SpectrogramTile | null>(null);
  /** What takes the spectrogram's place. */
  readonly shownInput = $derived(this.showsInput ? this.input : null);
  failure = $state.raw<ErrorData | null>(null);

  readonly predictions = $derived(this.state?.predictions ?? null);
  readonly genres = $derived(this.predictions?.genres ?? []);

  readonly #api: Client;
  #visible: TimeSpan = { start: 0, end: 0 };
  #asking = false;
  /** Counts up when answers to older questions mean nothing any more. */
  #asked = 0;

  constructor(api: Client) {
    this.#api = api;
    api.on('inspect.predictions', (state) => this.#follow(state));
  }

  /** Lets the model hear the track that is open. */
  async listen(): Promise<void> {
    this.#asked += 1;
    this.failure = null;
    try {
      await this.#api.call('inspect.listen', { model: this.model });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Another track: what was asked for stays, what was heard does not. */
  forget(): void {
    this.#asked += 1;
    this.state = null;
    this.saliency = [];
    this.input = null;
    this.failure = null;
  }

  async chooseModel(model: string): Promise<void> {
    this.forget();
    this.model = model;
    this.member = null;
    await this.listen();
  }

  /** Shows what speaks for a genre; the same one again hides it. */
  showSaliency(genre: string | null): void {
    this.genre = genre === this.genre ? null : genre;
    this.#findAnew();
  }

  changeMethod(method: SaliencyMethod): void {
    this.method = method;
    this.#findAnew();
  }

  /** What is on screen: saliency is looked for there. */
  look(visible: TimeSpan): void {
    this.#visible = visible;
    void this.#findSaliency();
  }

  /** The prediction that is shown of a segment, of the chosen model or of the mean. */
  probabilitiesOf(patch: SegmentPrediction): readonly number[] {
    return (this.member === null ? undefined : patch.models[this.member]) ?? patch.probabilities;
  }

  #findAnew(): void {
    this.#asked += 1;
    this.saliency = [];
    void this.#findSaliency();
  }

  #follow(state: ListeningState): void {
    this.state = state;
    if (state.error) this.failure = state.error;
    void this.#fetchInput(state);
    void this.#findSaliency();
  }

  async #fetchInput({ input }: ListeningState): Promise<void> {
    if (!input || input.frames === 0) return;
    const framesPerColumn = 2 ** Math.max(0, Math.ceil(Math.log2(input.frames / MOST_COLUMNS)));
    const asked = this.#asked;
    const tile = await this.#api
      .call('inspect.modelInput', { framesPerColumn, firstColumn: 0, columns: MOST_COLUMNS })
      .catch(() => null);
    if (tile && asked === this.#asked) this.input = tile;
  }

  /** Segment by segment, the visible ones that are missing. */
  async #findSaliency(): Promise<void> {
    const place = this.genre === null ? -1 : this.genres.indexOf(this.genre);
    if (place < 0 || this.#asking || this.state?.phase !== 'done') return;
    const seconds = this.#missingSegment();
    if (seconds === null) return;
    const asked = this.#asked;
    this.#asking = true;
    try {
      const map = await this.#api.call('inspect.saliency', { genre: place, seconds, method: this.method });
      if (asked === this.#asked) this.saliency = [...this.saliency, map];
    } catch (error) {
      if (asked === this.#asked) {
        this.genre = null;
        this.#fail(error);
      }
    }
    this.#asking = false;
    await this.#findSaliency();
  }

  /** The middle of the first segment on screen without a map; null if there is none, or too many. */
  #missingSegment(): number | null {
    const input = this.state?.input;
    const patch = this.predictions?.patches[0];
    if (!input || !patch) return null;
    const length = patch.endSeconds - patch.startSeconds;
    const heard = (input.frames * input.hopLength) / input.sampleRate;
    const { start } = this.#visible;
    const end = Math.min(heard, this.#visible.end);
    const first = Math.floor(start / length);
    const count = Math.ceil(end / length) - first;
    if (count > MOST_STRETCHES) return null;
    const middles = Array.from({ length: Math.max(0, count) }, (_, index) =>
      Math.min((first + index + 0.5) * length, (heard + (first + index) * length) / 2),
    );
    return (
      middles.find(
        (middle) =>
          !this.saliency.some(({ startSeconds, endSeconds }) => middle >= startSeconds && middle < endSeconds),
      ) ?? null
    );
  }

  #fail(error: unknown): void {
    if (error instanceof BridgeError && error.code === 'cancelled') return;
    this.failure = errorDataOf(error);
  }
}
