/** The kind of what is dragged when a column is. */
export const COLUMN_DRAG = 'application/x-genrescope-column';

/** What a key does on the header of a column. */
export type HeaderAction =
  | { readonly kind: 'move'; readonly step: 1 | -1 }
  /** Pixels of CSS; negative: narrower. */
  | { readonly kind: 'widen'; readonly pixels: number }
  | { readonly kind: 'fit' };

type HeaderKey = Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** By how many pixels of CSS a key changes the width of a column. */
export const WIDTH_STEP = 16;
const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1 };

/** Alt and an arrow key move a column, Shift and an arrow key change its width, Shift and Enter fit it; null for every other key. */
export function headerAction({ key, altKey, shiftKey, ctrlKey, metaKey }: HeaderKey): HeaderAction | null {
  if (ctrlKey || metaKey || altKey === shiftKey) return null;
  if (key === 'Enter' && shiftKey) return { kind: 'fit' };
  const step = STEPS[key];
  if (step === undefined) return null;
  return altKey ? { kind: 'move', step } : { kind: 'widen', pixels: step * WIDTH_STEP };
}
