import { AppError } from '../contract/app-error.ts';
import { writingRulesOf } from '../contract/settings.ts';
import type { HardLinkedFiles, PlannedChange, TagOptions, TagPlan, TagResult } from '../contract/tags.ts';
import type { TrackSelection } from '../contract/track.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { findHardLinks } from './hard-links.ts';
import type { LibraryReader } from './library-reader.ts';
import type { OpenFolder } from './open-folder.ts';
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
  readonly tags: Pick<TagController, 'apply'>;
}

/** What the page wants to write. */
export interface PlanQuestion {
  readonly selection: TrackSelection;
  readonly options: TagOptions;
  /** Tracks that the user unticked in an earlier plan. */
  readonly leftOut: Int32Array;
}

/** Keeps the one plan that the page looks at, until it is written or another takes its place. */
export class TagPlanner {
  readonly #dependencies: TagPlannerDependencies;
  #plan: StoredPlan | null = null;
  /** Ends the planning under way, which nobody waits for any more. */
  #planning = new AbortController();

  constructor(dependencies: TagPlannerDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Plans anew.
   * @param automatic the confidence from which on the model in use is right; null: the options say
   * @throws AppError request-invalid where no folder is open; cancelled where another plan takes its place
   */
  async plan({ selection, options, leftOut }: PlanQuestion, automatic: number | null): Promise<TagPlan> {
    const { database, reader, settings } = this.#dependencies;
    const { signal } = this.#begin();
    const { genreMap: map, model } = settings.current;
    const rules = {
      ...options,
      map,
      minConfidence: automatic ?? options.minConfidence,
      onlyModel: automatic === null ? null : model,
    };
    const plan = await planTags(database, { ids: await reader.ids(selection), rules, leftOut, signal });
    if (signal.aborted) throw new AppError('cancelled');
    this.#plan = plan;
    return plan.summary;
  }

  /** Some rows of a plan. @throws AppError request-invalid if the plan was replaced */
  rows(planId: string, from: number, count: number): readonly PlannedChange[] {
    return this.#planOf(planId).rows.slice(from, from + count);
  }

  /** Which files of a plan have several names. @throws AppError request-invalid if the plan was replaced */
  hardLinks(planId: string): Promise<HardLinkedFiles> {
    const changes = [...this.#planOf(planId).changes.values()];
    return findHardLinks(changes.map(({ path }) => path));
  }

  /**
   * Writes a plan without the tracks left out.
   * @throws AppError request-invalid if the plan was replaced; as the tag writer
   */
  async apply(planId: string, leftOut: Int32Array): Promise<TagResult> {
    const { folder, settings, tags } = this.#dependencies;
    const skipped = new Set(leftOut);
    const changes = [...this.#planOf(planId).changes].flatMap(([id, change]) => (skipped.has(id) ? [] : [change]));
    this.forget();
    const { ffmpegPath } = settings.current;
    return tags.apply({ changes, folder: folder.require(), rules: writingRulesOf(settings.current), ffmpegPath });
  }

  /** There is no plan any more: another folder is open. */
  forget(): void {
    this.#plan = null;
    this.#begin();
  }

  #begin(): AbortController {
    this.#planning.abort();
    this.#planning = new AbortController();
    return this.#planning;
  }

  #planOf(planId: string): StoredPlan {
    if (this.#plan?.summary.planId !== planId)
      throw new AppError('request-invalid', 'The preview is out of date; open it again.');
    return this.#plan;
  }
}
