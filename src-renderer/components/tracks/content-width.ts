/** The width in CSS pixels that the widest of some cells would have, were nothing of it cut off. */
export function contentWidth(cells: readonly HTMLElement[]): number {
  for (const { style } of cells) style.width = 'max-content';
  const widths = cells.map((cell) => cell.getBoundingClientRect().width);
  for (const { style } of cells) style.removeProperty('width');
  return Math.max(0, ...widths);
}
