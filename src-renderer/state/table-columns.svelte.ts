import type { TrackColumnKey } from '../../src-main/contract/track-columns.ts';
import type { ColumnLayout } from './column-layout.ts';
import { isColumnLayout, withMoved, withToggled, withWidth } from './column-layout.ts';
import { Remembered } from './remembered.svelte.ts';

/** Which columns the table shows, how wide and in which order. */
export class TableColumns {
  /** Set by the table: the columns as they are on the screen, which the first change begins with. */
  measure: () => ColumnLayout = () => [];
  /** Set by the table: how many CSS pixels the header and the rows on the screen need for a column; 0 where it is not shown. */
  contentWidth: (key: TrackColumnKey) => number = () => 0;
  /** Null while the user changed nothing: the table chooses what it has room for. */
  readonly #layout = new Remembered<ColumnLayout | null>('columns', null, isColumnLayout);

  get layout(): ColumnLayout | null {
    return this.#layout.current;
  }

  /** Shows or hides a column. */
  toggle(key: TrackColumnKey): void {
    this.#layout.current = withToggled(this.#begun(), key);
  }

  /** @param width in CSS pixels */
  resize(key: TrackColumnKey, width: number): void {
    this.#layout.current = withWidth(this.#begun(), key, width);
  }

  /** Makes a column wider, or narrower. @param pixels of CSS */
  widen(key: TrackColumnKey, pixels: number): void {
    const layout = this.#begun();
    const width = layout.find((column) => column.key === key)?.width ?? 0;
    this.#layout.current = withWidth(layout, key, width + pixels);
  }

  /** Makes a column as wide as what the table shows of it. */
  fit(key: TrackColumnKey): void {
    const width = this.contentWidth(key);
    if (width > 0) this.resize(key, Math.ceil(width));
  }

  /** Moves a column to the place of another. */
  moveTo(key: TrackColumnKey, place: TrackColumnKey): void {
    const layout = this.#begun();
    this.#layout.current = withMoved(
      layout,
      key,
      layout.findIndex((column) => column.key === place),
    );
  }

  /** Moves a column by one place. */
  move(key: TrackColumnKey, step: 1 | -1): void {
    const layout = this.#begun();
    const place = layout.findIndex((column) => column.key === key);
    this.#layout.current = withMoved(layout, key, Math.max(0, place + step));
  }

  /** The table chooses again. */
  reset(): void {
    this.#layout.current = null;
  }

  #begun(): ColumnLayout {
    return this.#layout.current ?? this.measure();
  }
}
