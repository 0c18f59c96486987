/** The window's width in CSS pixels. A page that is not laid out yet has no inner width: then with the frame. */
export function windowWidth({ innerWidth, outerWidth }: Pick<Window, 'innerWidth' | 'outerWidth'>): number {
  return innerWidth || outerWidth;
}
