import { currentWidth } from './window-width.ts';

/** A narrower window, in CSS pixels, has one row of header, and the details below the table. The style sheet asks here too. */
const NARROW = 820;

/** Whether the window is narrow now; whoever asks in a template or an effect is told of changes. */
export function isNarrowWindow(): boolean {
  return currentWidth() < NARROW;
}
