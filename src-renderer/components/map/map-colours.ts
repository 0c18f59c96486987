import type { MapColours } from './map-painter.ts';

/** A canvas' pixels hold red first, in the order of bytes of all processors that the app runs on. */
const OPAQUE = 0xff000000;

/** The theme's colours for a map: what custom properties resolve to inside `element`. @param groups as CSS */
export function mapColours(element: HTMLElement, groups: readonly string[]): MapColours {
  const probe = document.createElement('span');
  element.append(probe);
  const resolve = (colour: string): number => {
    probe.style.color = colour;
    return packed(getComputedStyle(probe).color);
  };
  const colours = {
    groups: groups.map(resolve),
    rest: resolve('var(--color-control)'),
    hidden: resolve('var(--color-line)'),
    outline: resolve('var(--color-text)'),
  };
  probe.remove();
  return colours;
}

/** `rgb(1, 2, 3)` as a pixel. */
export function packed(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return (OPAQUE | (blue << 16) | (green << 8) | red) >>> 0;
}
