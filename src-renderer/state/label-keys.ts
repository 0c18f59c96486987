import { KEYED_GENRES } from './palette.ts';

/** Actions that need nothing else said: one for each kind. */
export type PlainAction<Kind extends string> = Kind extends unknown ? { readonly kind: Kind } : never;

/** What a number key labels selected tracks with. */
export type NumberKeyLabel =
  | { readonly kind: 'unlabel' }
  /** The genre of a number key, from 0, from 9 with Alt; `isAdded` to those that the tracks have. */
  | { readonly kind: 'label'; readonly place: number; readonly isAdded: boolean };

/** How a key labels selected tracks, wherever they are selected. */
export type LabelAction = { readonly kind: 'type-label' } | NumberKeyLabel;

/** The parts of a keyboard event that matter. */
export type LabelKey = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'altKey'>;

/** The action for a key, or null if it does not label. */
export function labelAction(event: LabelKey): LabelAction | null {
  return event.key.toLowerCase() === 'l' ? { kind: 'type-label' } : numberKeyLabel(event);
}

/** The label of a number key, or null for every other key. */
export function numberKeyLabel(event: LabelKey): NumberKeyLabel | null {
  const digit = digitOf(event);
  if (digit === null) return null;
  const { altKey, shiftKey } = event;
  if (digit === 0) return altKey ? null : { kind: 'unlabel' };
  return { kind: 'label', place: digit - 1 + (altKey ? KEYED_GENRES : 0), isAdded: shiftKey };
}

/** With Shift or Alt, a digit may be another sign; without Num Lock, the pad moves, and with Alt it types signs. */
function digitOf({ key, code, altKey }: LabelKey): number | null {
  const onPad = code.startsWith('Numpad') && !altKey ? /^\d$/.exec(key)?.[0] : undefined;
  const digit = /^Digit(\d)$/.exec(code)?.[1] ?? onPad;
  return digit === undefined ? null : Number(digit);
}
