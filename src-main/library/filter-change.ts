import { z } from 'zod';
import { isDeepStrictEqual } from 'node:util';
import { MOST_SMART_FILTERS, smartFilterSchema, type SmartFilter } from '../contract/settings.ts';
import { texts } from '../texts/index.ts';

const filters = z.array(smartFilterSchema).max(MOST_SMART_FILTERS);
/** A change of a list of smart filters as JSON: from a place on, some filters became others. */
export const filterChangeSchema = z.object({ index: z.int().min(0), from: filters, to: filters });
/** See {@link filterChangeSchema}. */
export interface FilterChange {
  readonly index: number;
  readonly from: readonly SmartFilter[];
  readonly to: readonly SmartFilter[];
}

const words = texts.steps;

/** What became of a list; null where it is the same. */
export function filterChange(before: readonly SmartFilter[], after: readonly SmartFilter[]): FilterChange | null {
  const shorter = Math.min(before.length, after.length);
  let index = 0;
  while (index < shorter && isDeepStrictEqual(before[index], after[index])) index += 1;
  let tail = 0;
  while (tail < shorter - index && isDeepStrictEqual(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const from = before.slice(index, before.length - tail);
  const to = after.slice(index, after.length - tail);
  return from.length + to.length === 0 ? null : { index, from, to };
}

/** The same change the other way. */
export function reversed({ index, from, to }: FilterChange): FilterChange {
  return { index, from: to, to: from };
}

/** A list after a change. Where it does not hold any more what is changed, or has no room, it stays as it is. */
export function changed(list: readonly SmartFilter[], { index, from, to }: FilterChange): readonly SmartFilter[] {
  const holdsAt = (place: number) => isDeepStrictEqual(list.slice(place, place + from.length), from);
  const places = [Math.min(index, list.length), ...list.keys()];
  const place = places.find(holdsAt);
  if (place === undefined || list.length - from.length + to.length > MOST_SMART_FILTERS) return list;
  return list.toSpliced(place, from.length, ...to);
}

/** A change as the menu names it. */
export function filterChangeText({ from, to }: FilterChange): string {
  const [before, ...othersBefore] = from;
  const [after, ...othersAfter] = to;
  if (othersBefore.length + othersAfter.length > 0) return words.filtersChanged;
  if (before && after && before.name !== after.name) return words.filterRenamed({ from: before.name, to: after.name });
  if (before && after) return words.filterChanged(after.name);
  if (after) return words.filterSaved(after.name);
  return before ? words.filterDeleted(before.name) : words.filtersChanged;
}
