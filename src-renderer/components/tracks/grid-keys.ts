import { labelAction, type LabelAction, type PlainAction } from '../../state/label-keys.ts';
import type { SelectionGesture } from '../../state/selection.ts';

/** What a key does in the table. */
export type GridAction =
  | { readonly kind: 'select'; readonly index: number; readonly gesture: SelectionGesture }
  | PlainAction<'all' | 'none' | 'open' | 'play' | 'genre' | 'edit' | 'albums'>
  | LabelAction;

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
  if (event.key === 'Backspace') return { kind: 'albums' };
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
