import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import type { PlannedChange } from './tags.ts';
import { trackIdSchema } from './track.ts';
import { CHANGE_KINDS, PLAN_GROUPINGS, PLAN_SORT_KEYS, SORT_DIRECTIONS } from './values.ts';

/** Which rows of a plan are shown, and in which order. */
export const planQuerySchema = z.strictObject({
  /** Words that must all occur in a row's texts, whatever their accents and case. */
  search: z.string().max(200),
  kinds: z.array(z.enum(CHANGE_KINDS)).max(CHANGE_KINDS.length),
  /** Only tracks whose own prediction differs from their album's. */
  differingOnly: z.boolean(),
  sort: z.enum(PLAN_SORT_KEYS),
  direction: z.enum(SORT_DIRECTIONS),
  grouping: z.enum(PLAN_GROUPINGS),
});
/** See {@link planQuerySchema}. */
export type PlanQuery = Immutable<z.infer<typeof planQuerySchema>>;

/** Number of a view, see {@link PlanView}. */
export const viewNumberSchema = z.int().min(0);

/** Which rows of a plan are to be left out or taken in: a track, a group of a view by its number, or all that it shows. */
export const planTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('track'), id: trackIdSchema }),
  z.strictObject({ kind: z.literal('group'), view: viewNumberSchema, group: z.int().min(0) }),
  z.strictObject({ kind: z.literal('shown'), view: viewNumberSchema }),
]);
/** See {@link planTargetSchema}. */
export type PlanTarget = Immutable<z.infer<typeof planTargetSchema>>;

/** How much of a plan a query shows. */
export interface PlanView {
  /** The next view has another number: nothing is asked of a view that the page does not look at any more. */
  readonly view: number;
  /** Lines of the list: tracks, and headers of groups. */
  readonly lines: number;
  readonly tracks: number;
}

/** A header of a group of rows. */
export interface PlanGroup {
  readonly kind: 'group';
  /** Its number in the view. */
  readonly group: number;
  /** A row that says what all of the group share. */
  readonly example: PlannedChange;
  readonly tracks: number;
  /** How many of them would be written. */
  readonly writes: number;
  /** How many of those are left out. */
  readonly leftOut: number;
}

/** A row of a view. */
export interface PlanTrack {
  readonly kind: 'track';
  readonly change: PlannedChange;
  readonly isLeftOut: boolean;
}

/** A line of a view. */
export type PlanLine = PlanGroup | PlanTrack;
