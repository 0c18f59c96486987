import { innerWidth as reactiveWidth } from 'svelte/reactivity/window';

/** The window's width in CSS pixels. A page that is not laid out yet has no inner width: then with the frame. */
export function windowWidth({ innerWidth, outerWidth }: Pick<Window, 'innerWidth' | 'outerWidth'>): number {
  return innerWidth || outerWidth;
}

/** The same now; whoever asks in a template or an effect is told of changes. */
export function currentWidth(): number {
  const { innerWidth, outerWidth } = globalThis;
  return windowWidth({ innerWidth: reactiveWidth.current ?? innerWidth, outerWidth });
}
