/** Where a segment would be, and how long it is; in seconds. */
export interface Place {
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

/** Whether a segment has an end of its own. */
export function isPlace(segment: {
  readonly startSeconds: number;
  readonly durationSeconds?: number;
}): segment is Place {
  return segment.durationSeconds !== undefined;
}

/**
 * The place with the most sound for a segment that would lie in silence; of equal ones the nearest.
 * @param audible second by second, the whole file
 * @param taken that others have already @returns null where there is no sound outside of them
 */
export function soundingPlace(audible: readonly boolean[], wished: Place, taken: readonly Place[] = []): Place | null {
  const length = Math.round(wished.durationSeconds);
  const heardBefore = [0];
  for (const isAudible of audible) heardBefore.push((heardBefore.at(-1) ?? 0) + Number(isAudible));
  const countAt = (start: number) =>
    (heardBefore[Math.min(audible.length, start + length)] ?? 0) - (heardBefore[start] ?? 0);
  let best: number | null = null;
  for (let start = 0; start <= Math.max(0, audible.length - length); start++) {
    if (countAt(start) === 0 || taken.some((other) => overlap(other, start, length))) continue;
    const gain = best === null ? Infinity : countAt(start) - countAt(best);
    const isNearer = best !== null && Math.abs(start - wished.startSeconds) < Math.abs(best - wished.startSeconds);
    if (gain > 0 || (gain === 0 && isNearer)) best = start;
  }
  return best === null ? null : { startSeconds: best, durationSeconds: wished.durationSeconds };
}

function overlap(place: Place, start: number, length: number): boolean {
  return start < place.startSeconds + place.durationSeconds && place.startSeconds < start + length;
}
