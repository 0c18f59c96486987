import type { ErrorData } from '../../contract/app-error.ts';
import type { Settings, WritingRules } from '../../contract/settings.ts';
import { isWriting } from '../../contract/tags.ts';
import type { FilePlan, PlanRules } from '../../use-cases/library/plan-file.ts';
import { texts } from '../../texts/index.ts';
import type { CommandContext } from '../command.ts';
import { describeError, print, printJson } from '../output.ts';
import type { TagCommandOptions } from './tag-options.ts';

/** What would happen to a file. */
export interface PlannedFile extends FilePlan {
  readonly path: string;
}

/** What a run works with. */
export interface TagTask {
  readonly options: TagCommandOptions;
  readonly settings: Settings;
  readonly planRules: PlanRules;
  readonly writingRules: WritingRules;
  readonly context: CommandContext;
}

/** What has come of a run; every file is told of as soon as something is known of it. */
export class TagSession {
  readonly task: TagTask;
  readonly #plans: PlannedFile[] = [];
  #failed = 0;

  constructor(task: TagTask) {
    this.task = task;
  }

  /** How many files were planned, whether they would be written or not. */
  get planned(): number {
    return this.#plans.length;
  }

  /** The files that would be written. */
  get writing(): readonly PlannedFile[] {
    return this.#plans.filter(({ kind }) => isWriting(kind));
  }

  /** How many files could not be planned or written. */
  get failed(): number {
    return this.#failed;
  }

  /** Takes a plan, and prints it. */
  add(plan: PlannedFile): void {
    this.#plans.push(plan);
    if (this.task.options.json) printJson(planJson(plan, this.task.options.write));
    else print(planLine(plan));
  }

  /** Counts a file that failed, and says why. */
  fail(path: string, error: ErrorData): void {
    this.#failed += 1;
    if (this.task.options.json) printJson({ path, status: 'error', error });
    else print(`failed: ${path}: ${describeError(error)}`);
  }
}

function planJson({ path, kind, before, after, ownGenre, fields }: PlannedFile, writes: boolean) {
  const own = { ...(ownGenre !== null && { ownGenre }), ...(fields.length > 0 && { fields }) };
  return { path, status: writes && isWriting(kind) ? 'planned' : 'preview', change: kind, before, after, ...own };
}

function planLine({ path, kind, before, after, ownGenre, fields }: PlannedFile): string {
  const list = (genres: readonly string[]) => genres.join('; ') || '(none)';
  const own = ownGenre === null ? '' : `  (${texts.review.ownGenre({ genre: ownGenre })})`;
  const more = fields.map((field) => `  ${texts.review.fieldChange(field)}`).join('');
  if (kind === 'fields') return `${list(before)}${own}${more}  ${path}`;
  return isWriting(kind)
    ? `${list(before)} → ${list(after)}${own}${more}  ${path}`
    : `${list(before)}  (${texts.review.kinds[kind]})${own}  ${path}`;
}
