import { SvelteSet } from 'svelte/reactivity';
import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { HardLinkedFiles, TagOptions, TagPlan, TagProgress, TagResult } from '../../src-main/contract/tags.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import { PlanRows } from './plan-rows.ts';
import type { TrackScope, TracksOf } from './track-scope.ts';

/** Where a review is. */
export type ReviewPhase = 'planning' | 'ready' | 'applying' | 'applied' | 'undoing' | 'undone' | 'failed';

const REPLAN_MS = 150;

/** One review: plan, exclude files, apply, undo. */
export class ReviewStore {
  phase = $state.raw<ReviewPhase>('planning');
  scope = $state.raw<TrackScope>('all');
  options = $state.raw<TagOptions>({ minConfidence: 0.5, maxGenres: 1, genreDepth: 'family', mode: 'fill' });
  /** Whether the minimum confidence is the one from which 95% are correct, instead of the one in the options. */
  isAutomatic = $state.raw(false);
  plan = $state.raw<TagPlan | null>(null);
  /** Files of the plan that have several names; null until it is known. */
  hardLinks = $state.raw<HardLinkedFiles | null>(null);
  rows = $state.raw(new PlanRows(async () => []));
  progress = $state.raw<TagProgress | null>(null);
  result = $state.raw<TagResult | null>(null);
  failure = $state.raw<ErrorData | null>(null);
  isCancelling = $state.raw(false);

  /** The tracks that the user unticked: they stay out whatever is planned anew. */
  readonly skipped = new SvelteSet<TrackId>();
  /** How many of them the plan would write. */
  leftOut = $state.raw(0);
  readonly writes = $derived(Math.max(0, (this.plan?.writes ?? 0) - this.leftOut));
  readonly isBusy = $derived(this.phase === 'applying' || this.phase === 'undoing');

  readonly #api: Client;
  readonly #tracksOf: TracksOf;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Client, tracksOf: TracksOf) {
    this.#api = api;
    this.#tracksOf = tracksOf;
    api.on('tags.progress', (progress) => (this.progress = progress));
  }

  /** Begins a new review. */
  async start(scope: TrackScope, options: TagOptions, isAutomatic: boolean): Promise<void> {
    this.scope = scope;
    this.options = options;
    this.isAutomatic = isAutomatic;
    this.plan = null;
    this.skipped.clear();
    await this.#makePlan();
  }

  async setScope(scope: TrackScope): Promise<void> {
    this.scope = scope;
    await this.#makePlan();
  }

  /** Plans anew soon, so that a slider does not ask for a plan at every pixel. */
  setOptions(change: Partial<TagOptions>): void {
    this.options = { ...this.options, ...change };
    this.phase = 'planning';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#makePlan(), REPLAN_MS);
  }

  setAutomatic(isAutomatic: boolean): void {
    this.isAutomatic = isAutomatic;
    this.setOptions({});
  }

  leaveOut(id: TrackId, isLeftOut: boolean): void {
    if (isLeftOut === this.skipped.has(id)) return;
    if (isLeftOut) this.skipped.add(id);
    else this.skipped.delete(id);
    this.leftOut += isLeftOut ? 1 : -1;
  }

  /** Called by the list with the rows that it shows. */
  show(from: number, to: number): void {
    const last = Math.min(to, this.plan?.total ?? 0);
    this.rows.show(from, last).catch((error: unknown) => this.#fail(error));
  }

  /** The track of a row, if it is known; the rows beside it are fetched, so that one can walk on. */
  idAt(index: number): TrackId | undefined {
    this.show(Math.max(0, index - 1), index + 2);
    return this.rows.get(index)?.id;
  }

  async apply(): Promise<void> {
    const { plan } = this;
    if (!plan || this.phase !== 'ready' || this.writes === 0) return;
    const skip = Int32Array.from(this.skipped);
    await this.#run('applying', 'applied', () => this.#api.call('tags.apply', { planId: plan.planId, skip }));
  }

  async undo(): Promise<void> {
    const batchId = this.result?.batchId;
    if (!batchId) return;
    await this.#run('undoing', 'undone', () => this.#api.call('tags.undo', { batchId, model: null }));
  }

  /** Stops after the file being written; what was written stays and can be undone. */
  async cancel(): Promise<void> {
    this.isCancelling = true;
    try {
      await this.#api.call('tags.cancel', null);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #makePlan(): Promise<void> {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    this.phase = 'planning';
    try {
      const plan = await this.#api.call('tags.plan', {
        selection: this.#tracksOf(this.scope),
        options: this.options,
        isAutomatic: this.isAutomatic,
        leftOut: Int32Array.from(this.skipped),
      });
      if (asked === this.#asked) this.#take(plan);
    } catch (error) {
      if (asked === this.#asked) this.#fail(error);
    }
  }

  #take(plan: TagPlan): void {
    const { planId } = plan;
    this.plan = plan;
    this.leftOut = plan.leftOut;
    this.rows = new PlanRows((from, count) => this.#api.call('tags.planRows', { planId, from, count }));
    this.phase = 'ready';
    this.hardLinks = null;
    void this.#findHardLinks(planId);
  }

  /** The plan does not wait for it: the files are only looked at. A plan that was replaced meanwhile needs no answer. */
  async #findHardLinks(planId: string): Promise<void> {
    const found = await this.#api.call('tags.hardLinks', { planId }).catch(() => null);
    if (this.plan?.planId === planId) this.hardLinks = found;
  }

  async #run(running: ReviewPhase, ended: ReviewPhase, work: () => Promise<TagResult>): Promise<void> {
    this.phase = running;
    this.progress = null;
    this.isCancelling = false;
    try {
      this.result = await work();
      this.phase = ended;
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.failure = errorDataOf(error);
    this.phase = 'failed';
  }
}
