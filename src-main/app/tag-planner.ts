import { setImmediate } from 'node:timers/promises';
import { AppError } from '../contract/app-error.ts';
import type { PlanLine, PlanQuery, PlanTarget, PlanView } from '../contract/plan-view.ts';
import type { PlanPlayers } from '../contract/player-genres.ts';
import { fieldRulesSchema, writingRulesOf } from '../contract/settings.ts';
import type { HardLinkedFiles, TagOptions, TagPlan, TagResult } from '../contract/tags.ts';
import type { TrackId, TrackSelection } from '../contract/track.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { findHardLinks } from './hard-links.ts';
import type { LibraryReader } from './library-reader.ts';
import type { OpenFolder } from './open-folder.ts';
import { planPlayers } from './plan-players.ts';
import type { StoredView } from './plan-view.ts';
import { linesOf, rowsOf, viewRows } from './plan-view.ts';
import type { SettingsController } from './settings-controller.ts';
import type { TagController } from './tag-controller.ts';
import type { StoredPlan } from './tag-plans.ts';
import { planTags } from './tag-plans.ts';

/** What planning tags works with. */
export interface TagPlannerDependencies {
  readonly database: LibraryDatabase;
  readonly reader: Pick<LibraryReader, 'ids'>;
  readonly folder: OpenFolder;
  readonly settings: SettingsController;
  readonly tags: Pick<TagController, 'apply' | 'isBusy'>;
}

/** What the page wants to write. */
export interface PlanQuestion {
  readonly selection: TrackSelection;
  readonly options: TagOptions;
  /** Whether tracks that the user left out of the plan before are in again. */
  readonly isNew: boolean;
}

const NOTHING: StoredView = { rows: [], groups: [], lines: [] };

/** Keeps the one plan that the page looks at, until it is written or another takes its place. */
export class TagPlanner {
  readonly #dependencies: TagPlannerDependencies;
  #plan: StoredPlan | null = null;
  /** What the page looks at of it. */
  #view = NOTHING;
  #viewNumber = 0;
  /** Tracks that the user left out: they stay out whatever is planned anew. */
  readonly #leftOut = new Set<TrackId>();
  /** Ends the planning under way, which nobody waits for any more. */
  #planning = new AbortController();
  /** Ends the ordering under way, the same. */
  #ordering = new AbortController();

  constructor(dependencies: TagPlannerDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Plans anew.
   * @param automatic the confidence from which on the model in use is right; null: the options say
   * @throws AppError request-invalid where no folder is open; cancelled where another plan takes its place
   */
  async plan({ selection, options, isNew }: PlanQuestion, automatic: number | null): Promise<TagPlan> {
    const { database, reader, folder, settings } = this.#dependencies;
    const { signal } = this.#begin();
    if (isNew) this.#leftOut.clear();
    const { genreMap: map, model } = settings.current;
    const fields = fieldRulesSchema.parse(settings.current);
    const rules = {
      ...options,
      map,
      fields,
      date: new Date(),
      minConfidence: automatic ?? options.minConfidence,
      onlyModel: automatic === null ? null : model,
    };
    const ids = await reader.ids(selection);
    const plan = await planTags(database, { ids, rules, root: folder.require(), signal });
    if (signal.aborted) throw new AppError('cancelled');
    this.#plan = plan;
    this.#dropView();
    return { ...plan.summary, leftOut: this.#countLeftOut(plan) };
  }

  /**
   * Filters, sorts and groups a plan; {@link lines} gives what comes of it.
   * @throws AppError request-invalid if the plan was replaced; cancelled where another query takes its place
   */
  async view(planId: string, query: PlanQuery): Promise<PlanView> {
    const { rows } = this.#planOf(planId);
    this.#ordering.abort();
    const { signal } = (this.#ordering = new AbortController());
    const view = await viewRows(rows, query, async () => {
      await setImmediate();
      if (signal.aborted) throw new AppError('cancelled');
    });
    if (signal.aborted || this.#plan?.summary.planId !== planId) throw new AppError('cancelled');
    this.#view = view;
    this.#viewNumber += 1;
    return { view: this.#viewNumber, lines: view.lines.length, tracks: view.rows.length };
  }

  /** Some lines of a view. @throws AppError cancelled if another took its place */
  lines(view: number, from: number, count: number): PlanLine[] {
    return linesOf(this.#viewOf(view), this.#leftOut, from, count);
  }

  /** The tracks of a view, in their order. @throws AppError cancelled if another took its place */
  shownTracks(view: number): Int32Array {
    return Int32Array.from(this.#viewOf(view).rows, ({ id }) => id);
  }

  /**
   * Leaves tracks out, or takes them in.
   * @returns how many tracks that would be written are left out now
   * @throws AppError request-invalid if the plan was replaced; cancelled if another view took its place
   */
  leaveOut(planId: string, target: PlanTarget, isLeftOut: boolean): number {
    const plan = this.#planOf(planId);
    const rows = target.kind === 'track' ? [target] : rowsOf(this.#viewOf(target.view), target);
    for (const { id } of rows) {
      if (isLeftOut) this.#leftOut.add(id);
      else this.#leftOut.delete(id);
    }
    return this.#countLeftOut(plan);
  }

  /** Which files of a plan have several names. @throws AppError request-invalid if the plan was replaced */
  hardLinks(planId: string): Promise<HardLinkedFiles> {
    return findHardLinks(this.#planOf(planId).changes.map(({ change }) => change.path));
  }

  /**
   * Which genres players would show otherwise than meant, once the plan is written without the tracks left out.
   * @throws AppError request-invalid if the plan was replaced; cancelled where another takes its place
   */
  async players(planId: string): Promise<PlanPlayers> {
    const { changes } = this.#planOf(planId);
    const written = writtenGenres(changes, this.#leftOut);
    return planPlayers(written, this.#dependencies.settings.current.genreSeparator, async () => {
      await setImmediate();
      if (this.#plan?.summary.planId !== planId) throw new AppError('cancelled');
    });
  }

  /**
   * Writes a plan without the tracks left out.
   * @throws AppError request-invalid if the plan was replaced; busy while tags are written, and the plan stays; as the
   *   tag writer
   */
  async apply(planId: string): Promise<TagResult> {
    const { folder, settings, tags } = this.#dependencies;
    const kept = this.#planOf(planId).changes.filter(({ id }) => !this.#leftOut.has(id));
    if (tags.isBusy) throw new AppError('busy', 'Tags are being written already.');
    this.forget();
    const { ffmpegPath } = settings.current;
    return tags.apply({
      changes: kept.map(({ change }) => change),
      folder: folder.require(),
      rules: writingRulesOf(settings.current),
      ffmpegPath,
    });
  }

  /** There is no plan any more: another folder is open. */
  forget(): void {
    this.#plan = null;
    this.#dropView();
    this.#begin();
  }

  #begin(): AbortController {
    this.#planning.abort();
    this.#ordering.abort();
    this.#planning = new AbortController();
    return this.#planning;
  }

  #dropView(): void {
    this.#view = NOTHING;
    this.#viewNumber += 1;
  }

  #viewOf(number: number): StoredView {
    if (number !== this.#viewNumber) throw new AppError('cancelled');
    return this.#view;
  }

  #countLeftOut({ changes }: StoredPlan): number {
    return this.#leftOut.size === 0 ? 0 : changes.filter(({ id }) => this.#leftOut.has(id)).length;
  }

  #planOf(planId: string): StoredPlan {
    if (this.#plan?.summary.planId !== planId)
      throw new AppError('request-invalid', 'The preview is out of date; open it again.');
    return this.#plan;
  }
}

/** The genres of every file that gets other ones, but for tracks left out. */
function* writtenGenres(
  changes: StoredPlan['changes'],
  leftOut: ReadonlySet<TrackId>,
): Generator<readonly string[], void> {
  for (const { id, change } of changes) if (change.keepsGenres !== true && !leftOut.has(id)) yield change.genres;
}
