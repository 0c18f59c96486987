/** Pixels below which a bar above the table has icons in place of words, and its rare commands in a menu. */
const TIGHT = 1_000;
/** Pixels from which on it has room for what the table is narrowed to. */
const ROOMY = 1_200;

/** How much room a bar has. @param width in CSS pixels; 0 before it is laid out */
export function barRoom(width: number): 'tight' | 'some' | 'roomy' {
  if (width === 0 || width >= ROOMY) return 'roomy';
  return width < TIGHT ? 'tight' : 'some';
}
