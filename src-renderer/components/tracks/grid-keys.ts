import { KEYED_GENRES } from '../../state/palette.ts';
import type { SelectionGesture } from '../../state/selection.ts';

/** What a key does in the table. */
export type GridAction =
  | { readonly kind: 'select'; readonly index: number; readonly gesture: SelectionGesture }
  | { readonly kind: 'all' | 'none' | 'open' | 'play' | 'genre' | 'type-label' | 'edit' }
  | { readonly kind: 'unlabel' }
  /** The genre of a number key, from 0, from 9 with Alt; `isAdded` to those that the tracks have. */
  | { readonly kind: 'label'; readonly place: number; readonly isAdded: boolean };

/** The parts of a keyboard event that matter. */
export type GridKey = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Where the keyboard is in the table. */
export interface GridPlace {
  readonly focus: number;
  readonly count: number;
  readonly pageSize: number;
}

/** The action for a key, or null if the table has no use for it. */
export function gridAction(event: GridKey, place: GridPlace): GridAction | null {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand) return commandAction(event.key, place);
  if (event.key === 'Escape') return { kind: 'none' };
  if (event.key === 'Enter') return { kind: 'open' };
  if (event.key === 'F2') return { kind: 'edit' };
  if (event.key === 'g') return { kind: 'genre' };
  const labelling = labelAction(event);
  if (labelling) return labelling;
  if (place.count === 0) return null;
  if (event.key === ' ')
    return event.shiftKey ? { kind: 'select', index: Math.max(0, place.focus), gesture: 'range' } : { kind: 'play' };
  const target = targetOf(event.key, place);
  if (target === null) return null;
  const index = Math.min(place.count - 1, Math.max(0, target));
  return { kind: 'select', index, gesture: event.shiftKey ? 'range' : 'only' };
}

function commandAction(key: string, { focus, count }: GridPlace): GridAction | null {
  if (key.toLowerCase() === 'a') return { kind: 'all' };
  return key === ' ' && count > 0 ? { kind: 'select', index: Math.max(0, focus), gesture: 'toggle' } : null;
}

function labelAction(event: GridKey): GridAction | null {
  if (event.key.toLowerCase() === 'l') return { kind: 'type-label' };
  const digit = digitOf(event);
  if (digit === null) return null;
  const { altKey, shiftKey } = event;
  if (digit === 0) return altKey ? null : { kind: 'unlabel' };
  return { kind: 'label', place: digit - 1 + (altKey ? KEYED_GENRES : 0), isAdded: shiftKey };
}

/** With Shift or Alt, a digit may be another sign; without Num Lock, the pad moves, and with Alt it types signs. */
function digitOf({ key, code, altKey }: GridKey): number | null {
  const onPad = code.startsWith('Numpad') && !altKey ? /^\d$/.exec(key)?.[0] : undefined;
  const digit = /^Digit(\d)$/.exec(code)?.[1] ?? onPad;
  return digit === undefined ? null : Number(digit);
}

function targetOf(key: string, { focus, count, pageSize }: GridPlace): number | null {
  switch (key) {
    case 'ArrowDown':
      return focus + 1;
    case 'ArrowUp':
      return focus - 1;
    case 'PageDown':
      return focus + pageSize;
    case 'PageUp':
      return focus - pageSize;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
