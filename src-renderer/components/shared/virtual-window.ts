/** The rows `from` (included) to `to` (not included). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Where a list is scrolled to; all lengths in pixels. */
export interface ScrollPlace {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** Which of `count` rows have to exist: the visible ones and `overscan` more at either end. */
export function visibleRange(place: ScrollPlace, count: number, overscan: number): RowRange {
  const first = Math.floor(place.scrollTop / place.rowHeight) - overscan;
  const last = Math.ceil((place.scrollTop + place.height) / place.rowHeight) + overscan;
  const from = Math.min(Math.max(0, first), count);
  return { from, to: Math.max(from, Math.min(count, last)) };
}

/** The smallest change of the scroll position that brings a whole row into view. */
export function scrollTopToReveal(index: number, place: ScrollPlace): number {
  const top = index * place.rowHeight;
  if (top < place.scrollTop) return top;
  return Math.max(place.scrollTop, top + place.rowHeight - place.height);
}
