import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type { PlanQuery, PlanTarget, PlanView } from '../../src-main/contract/plan-view.ts';
import type { PlanPlayers } from '../../src-main/contract/player-genres.ts';
import type { HardLinkedFiles, TagOptions, TagPlan, TagProgress, TagResult } from '../../src-main/contract/tags.ts';
import { isWriting } from '../../src-main/contract/tags.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import { CHANGE_KINDS, type ChangeKind } from '../../src-main/contract/values.ts';
import { errorDataOf, type Client } from '../api/bridge.ts';
import { PlanLines } from './plan-lines.ts';
import type { TagWriting } from './tag-writing.svelte.ts';
import type { TrackScope, TracksOf } from './track-scope.ts';
import type { TrackWalk } from './track-walk.ts';

/** Where a review is. */
export type ReviewPhase = 'planning' | 'ready' | 'applying' | 'applied' | 'undoing' | 'undone' | 'failed';

/** Files that are written, or files that are left alone. */
export type ReviewSide = 'write' | 'leave';

/** What a review needs of the window. */
export interface ReviewParts {
  readonly writing: TagWriting;
  /** Gives the tracks of a scope at the moment of planning. */
  readonly tracksOf: TracksOf;
  /** Told how writing or undoing ended. */
  readonly ended: (kind: TagProgress['kind'], result: TagResult) => void;
  /** Told that it could not be done. */
  readonly failed: (error: unknown) => void;
}

const REPLAN_MS = 150;
const NO_LINES = new PlanLines(async () => []);

/** One review: plan, look, leave files out, apply, undo. */
export class ReviewStore {
  phase = $state.raw<ReviewPhase>('planning');
  scope = $state.raw<TrackScope>('all');
  options = $state.raw<TagOptions>({
    minConfidence: 0.5,
    maxGenres: 1,
    genreDepth: 'family',
    mode: 'fill',
    by: 'track',
  });
  /** Whether the minimum confidence is the one from which 95% are correct, instead of the one in the options. */
  isAutomatic = $state.raw(false);
  plan = $state.raw<TagPlan | null>(null);
  side = $state.raw<ReviewSide>('write');
  /** Only these kinds of the side are shown; none: all of them. */
  kinds = $state.raw<readonly ChangeKind[]>([]);
  query = $state.raw<Omit<PlanQuery, 'kinds'>>({
    search: '',
    differingOnly: false,
    sort: 'planned',
    direction: 'ascending',
    grouping: 'none',
  });
  view = $state.raw<PlanView | null>(null);
  lines = $state.raw(NO_LINES);
  /** Files of the plan that have several names; null until it is known. */
  hardLinks = $state.raw<HardLinkedFiles | null>(null);
  /** Genres of the plan that players would show otherwise than meant; null until it is known. */
  players = $state.raw<PlanPlayers | null>(null);
  result = $state.raw<TagResult | null>(null);
  failure = $state.raw<ErrorData | null>(null);
  /** Whether labels have changed since the plan was asked for. */
  isOutdated = $state.raw(false);

  /** How many tracks that the plan would write are left out. */
  readonly leftOut = $derived(this.plan?.leftOut ?? 0);
  readonly writes = $derived(Math.max(0, (this.plan?.writes ?? 0) - this.leftOut));
  readonly isBusy = $derived(this.phase === 'applying' || this.phase === 'undoing');

  readonly #api: Client;
  readonly #parts: ReviewParts;
  #asked = 0;
  #looked = 0;
  #askedPlayers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #planning: Promise<void> = Promise.resolve();

  constructor(api: Client, parts: ReviewParts) {
    this.#api = api;
    this.#parts = parts;
  }

  /** Begins a new review. */
  async start(scope: TrackScope, options: TagOptions, isAutomatic: boolean): Promise<void> {
    this.scope = scope;
    this.options = options;
    this.isAutomatic = isAutomatic;
    this.plan = null;
    this.players = null;
    this.side = 'write';
    this.kinds = [];
    this.query = { ...this.query, search: '', differingOnly: false };
    await this.#planNow(true);
  }

  async setScope(scope: TrackScope): Promise<void> {
    this.scope = scope;
    await this.planAgain();
  }

  /** Plans anew soon, so that a slider does not ask for a plan at every pixel. */
  setOptions(change: Partial<TagOptions>): void {
    this.options = { ...this.options, ...change };
    this.phase = 'planning';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.planAgain(), REPLAN_MS);
  }

  setAutomatic(isAutomatic: boolean): void {
    this.isAutomatic = isAutomatic;
    this.setOptions({});
  }

  /** Plans the same anew: labels have changed. What was left out stays so. */
  planAgain(): Promise<void> {
    return this.#planNow(false);
  }

  /** Labels have changed, and with them what a plan would write. */
  followLabels(): void {
    if (this.phase === 'planning' || this.phase === 'ready') this.isOutdated = true;
  }

  /** Waits for a plan that knows all changes of labels. */
  followed(): Promise<void> {
    return this.isOutdated ? this.planAgain() : this.#planning;
  }

  showSide(side: ReviewSide): void {
    this.side = side;
    this.kinds = [];
    this.setQuery({ differingOnly: false });
  }

  /** Shows only a kind, or no longer only it; of another side, only it. */
  toggleKind(kind: ChangeKind): void {
    const side = isWriting(kind) ? 'write' : 'leave';
    const others = side === this.side ? this.kinds : [];
    this.side = side;
    this.kinds = others.includes(kind) ? others.filter((each) => each !== kind) : [...others, kind];
    this.setQuery({});
  }

  /** Searches, sorts or groups. */
  setQuery(change: Partial<Omit<PlanQuery, 'kinds'>>): void {
    this.query = { ...this.query, ...change };
    if (this.plan && this.phase === 'ready') void this.#look(this.plan).catch((error: unknown) => this.#fail(error));
  }

  /** Leaves a track out or takes it in. */
  leaveOut(id: TrackId, isLeftOut: boolean): Promise<void> {
    return this.#leaveOut({ kind: 'track', id }, isLeftOut);
  }

  /** Leaves a group out or takes it in. @param group its number in the view */
  async leaveGroupOut(group: number, isLeftOut: boolean): Promise<void> {
    if (this.view) await this.#leaveOut({ kind: 'group', view: this.view.view, group }, isLeftOut);
  }

  /** Leaves everything out that the view shows, or takes it in. */
  async leaveShownOut(isLeftOut: boolean): Promise<void> {
    if (this.view) await this.#leaveOut({ kind: 'shown', view: this.view.view }, isLeftOut);
  }

  /** Called by the list with the lines that it shows. */
  show(from: number, to: number): void {
    this.lines.show(from, Math.min(to, this.view?.lines ?? 0)).catch((error: unknown) => this.#fail(error));
  }

  /** The way along the shown tracks, from one of them. */
  async walkFrom(id: TrackId): Promise<TrackWalk | null> {
    if (!this.view) return null;
    const ids = await this.#api.call('tags.planTracks', { view: this.view.view }).catch(() => null);
    return ids && { at: ids.indexOf(id), idAt: (place) => ids[place] };
  }

  /** Writes the plan; the dialog may be closed meanwhile. */
  async apply(): Promise<void> {
    const { plan } = this;
    if (!plan || this.phase !== 'ready' || this.isOutdated || this.writes === 0 || this.#parts.writing.isBusy) return;
    const { planId } = plan;
    await this.#run('apply', () => this.#api.call('tags.apply', { planId }));
  }

  async undo(): Promise<void> {
    const batchId = this.result?.batchId;
    if (!batchId || this.#parts.writing.isBusy) return;
    await this.#run('undo', () => this.#api.call('tags.undo', { batchId, model: null, files: null }));
  }

  #planNow(isNew: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.isOutdated = false;
    return (this.#planning = this.#makePlan(isNew));
  }

  async #makePlan(isNew: boolean): Promise<void> {
    const asked = ++this.#asked;
    this.phase = 'planning';
    try {
      const { scope, options, isAutomatic } = this;
      const selection = this.#parts.tracksOf(scope);
      const plan = await this.#api.call('tags.plan', { selection, options, isAutomatic, isNew });
      // What is asked for meanwhile is looked for as well.
      for (let seen = null; seen !== this.query && asked === this.#asked;) {
        seen = this.query;
        await this.#look(plan);
      }
      if (asked !== this.#asked) return;
      this.phase = 'ready';
      this.hardLinks = null;
      void this.#findHardLinks(plan.planId);
      void this.#findPlayers(plan.planId);
    } catch (error) {
      if (asked === this.#asked) this.#fail(error);
    }
  }

  /** Shows of a plan what was asked for. */
  async #look(plan: TagPlan): Promise<void> {
    const looked = ++this.#looked;
    const ofSide = CHANGE_KINDS.filter((kind) => isWriting(kind) === (this.side === 'write'));
    const query = { ...this.query, kinds: this.kinds.length > 0 ? this.kinds : ofSide };
    const view = await this.#api.call('tags.planView', { planId: plan.planId, query }).catch((error: unknown) => {
      if (looked === this.#looked) throw error;
      return null;
    });
    if (!view || looked !== this.#looked) return;
    const lines = new PlanLines((from, count) => this.#linesOf(view.view, from, count));
    // The old lines stay until the first new ones are there.
    await lines.show(0, 1);
    if (looked !== this.#looked) return;
    [this.view, this.lines] = [view, lines];
    // Of the plan that is there already, more may have been left out meanwhile.
    if (this.plan?.planId !== plan.planId) this.plan = plan;
  }

  /** Lines of a view that another has replaced are not missed. */
  #linesOf(view: number, from: number, count: number) {
    return this.#api.call('tags.planLines', { view, from, count }).catch((error: unknown) => {
      if (errorDataOf(error).code === 'cancelled') return [];
      throw error;
    });
  }

  async #leaveOut(target: PlanTarget, isLeftOut: boolean): Promise<void> {
    const { plan, lines } = this;
    if (!plan || this.phase !== 'ready') return;
    try {
      const leftOut = await this.#api.call('tags.leaveOut', { planId: plan.planId, target, isLeftOut });
      if (this.plan?.planId !== plan.planId) return;
      // The count never runs ahead of the lines: a key that is pressed upon it does what they show.
      await lines.refresh().finally(() => {
        if (this.plan?.planId === plan.planId) this.plan = { ...this.plan, leftOut };
      });
      void this.#findPlayers(plan.planId);
    } catch (error) {
      if (errorDataOf(error).code !== 'cancelled') this.#fail(error);
    }
  }

  /** The plan does not wait for it: the files are only looked at. A plan that was replaced meanwhile needs no answer. */
  async #findHardLinks(planId: string): Promise<void> {
    const found = await this.#api.call('tags.hardLinks', { planId }).catch(() => null);
    if (this.plan?.planId === planId) this.hardLinks = found;
  }

  /** What the one before said stays until the next is known, so that the lines below do not jump. */
  async #findPlayers(planId: string): Promise<void> {
    const asked = ++this.#askedPlayers;
    const found = await this.#api.call('tags.planPlayers', { planId }).catch(() => null);
    if (asked === this.#askedPlayers) this.players = found;
  }

  async #run(kind: TagProgress['kind'], work: () => Promise<TagResult>): Promise<void> {
    this.phase = kind === 'apply' ? 'applying' : 'undoing';
    try {
      this.result = await this.#parts.writing.run(kind, work);
      this.phase = kind === 'apply' ? 'applied' : 'undone';
      this.#parts.ended(kind, this.result);
    } catch (error) {
      this.#fail(error);
      this.#parts.failed(error);
    }
  }

  #fail(error: unknown): void {
    this.failure = errorDataOf(error);
    this.phase = 'failed';
  }
}
