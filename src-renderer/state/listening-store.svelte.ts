import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type {
  ListeningState,
  SaliencyMap,
  SpectrogramTile,
  SegmentPrediction,
} from '../../src-main/contract/inspection.ts';
import { stylesOfTrack } from '../../src-main/contract/styles-of-track.ts';
import type { SaliencyMethod } from '../../src-main/contract/values.ts';
import { BridgeError, errorDataOf, type Client } from '../api/bridge.ts';
import { explainedGenre } from './explained-genre.ts';
import type { TimeSpan } from './player.svelte.ts';
import { isTooLongForSaliency, saliencySegments } from './saliency-segments.ts';

/** Two genres that are compared. */
export interface Contest {
  readonly genre: string;
  readonly other: string;
}

const MOST_COLUMNS = 4096;

/** The predictions along the inspected track, and the saliency of a genre or a style. */
export class ListeningStore {
  state = $state.raw<ListeningState | null>(null);
  /** Null: the settings' model. */
  model = $state.raw<string | null>(null);
  /** The member of the ensemble whose prediction is shown; null for the mean. */
  member = $state.raw<number | null>(null);
  #explains = $state(false);
  /** What the user chose to have explained on this track. */
  #chosen = $state.raw<string | null>(null);
  method = $state.raw<SaliencyMethod>('gradient');
  /** How far the parts without saliency are dimmed, 0 to 1. */
  strength = $state.raw(0.6);
  saliency = $state.raw<readonly SaliencyMap[]>([]);
  /** Whether the visible time span is too long to show its saliency. */
  isTooLong = $state(false);
  contest = $state.raw<Contest | null>(null);
  /** The model's input instead of the spectrum. */
  showsInput = $state.raw(false);
  input = $state.raw<SpectrogramTile | null>(null);
  /** The model's input, if it is shown in place of the spectrogram. */
  readonly shownInput = $derived(this.showsInput ? this.input : null);
  failure = $state.raw<ErrorData | null>(null);

  readonly predictions = $derived(this.state?.predictions ?? null);
  readonly genres = $derived(this.predictions?.genres ?? []);
  readonly #predicted = $derived.by(() => {
    if (!this.predictions) return null;
    const { genres, probabilities } = this.predictions;
    return genres[probabilities.indexOf(Math.max(...probabilities))] ?? null;
  });
  readonly styles = $derived(
    this.predictions
      ? stylesOfTrack(this.predictions.styles, this.predictions.styleScores, [this.#predicted ?? ''])
      : [],
  );
  /** The genre, style or descriptor whose saliency is shown in the rendering; of a style, its scores in the strip. */
  readonly explained = $derived(
    explainedGenre({
      isOn: this.#explains,
      chosen: this.#chosen,
      known: [...this.genres, ...this.styles.map(({ name }) => name)],
      predicted: this.state?.phase === 'done' ? this.#predicted : null,
    }),
  );
  /** What is explained, where it is a style or a descriptor. */
  readonly explainedStyle = $derived(
    this.genres.includes(this.explained ?? '') ? null : this.styles.find(({ name }) => name === this.explained),
  );

  readonly #api: Client;
  #visible: TimeSpan = { start: 0, end: 0 };
  #asking = false;
  /** Incremented when responses to older requests must be ignored. */
  #asked = 0;

  constructor(api: Client) {
    this.#api = api;
    api.on('inspect.predictions', (state) => this.#follow(state));
  }

  /** Starts the prediction of the open track. */
  async listen(): Promise<void> {
    this.#asked += 1;
    this.failure = null;
    try {
      await this.#api.call('inspect.listen', { model: this.model });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Discards a track with its results and what was chosen to be explained on it; the chosen model stays. */
  leave(): void {
    this.forget();
    this.#chosen = null;
  }

  /** Discards the results of a track; the chosen model and genre stay. */
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

  /** Shows the saliency of a genre or a style, or hides it if it is shown. */
  showSaliency(name: string | null): void {
    this.#explains = name !== null && name !== this.explained;
    this.#chosen = this.#explains ? name : null;
    this.#findAnew();
  }

  changeMethod(method: SaliencyMethod): void {
    this.method = method;
    this.#findAnew();
  }

  /** Sets the visible time span, for which saliency is computed. */
  setVisible(visible: TimeSpan): void {
    this.#visible = visible;
    this.isTooLong = isTooLongForSaliency(visible);
    void this.#findSaliency();
  }

  /** The shown prediction for a segment: that of the chosen member, or the mean. */
  probabilitiesOf(patch: SegmentPrediction): readonly number[] {
    return (this.member === null ? undefined : patch.models[this.member]) ?? patch.probabilities;
  }

  /** The score that the explained style has in a segment. */
  scoreOf({ styleScores }: SegmentPrediction): number {
    return styleScores[this.styles.findIndex(({ name }) => name === this.explained)] ?? 0;
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

  /** Computes the missing saliency maps of the visible segments, one after the other. */
  async #findSaliency(): Promise<void> {
    const name = this.explained;
    const isScored = name !== null && (this.genres.includes(name) || this.explainedStyle);
    if (!isScored || this.#asking || this.state?.phase !== 'done') return;
    const seconds = this.#missingSegment();
    if (seconds === null) return;
    const asked = this.#asked;
    this.#asking = true;
    try {
      const map = await this.#api.call('inspect.saliency', { name, seconds, method: this.method });
      if (asked === this.#asked) this.saliency = [...this.saliency, map];
    } catch (error) {
      if (asked === this.#asked) {
        this.#explains = false;
        this.#fail(error);
      }
    }
    this.#asking = false;
    await this.#findSaliency();
  }

  /** The middle of the first segment on screen without a map; null if there is none. */
  #missingSegment(): number | null {
    const input = this.state?.input;
    const patch = this.predictions?.patches[0];
    if (!input || !patch) return null;
    const length = patch.endSeconds - patch.startSeconds;
    const heard = (input.frames * input.hopLength) / input.sampleRate;
    return (
      saliencySegments(this.#visible, length, heard).find(
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
