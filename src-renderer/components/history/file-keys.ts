import { numberKeyLabel, type NumberKeyLabel, type PlainAction } from '../../state/label-keys.ts';

/** What a key does on a file of a batch. */
export type FileAction =
  | PlainAction<'play' | 'tick'>
  /** To the file below or above. */
  | { readonly kind: 'go'; readonly step: 1 | -1 }
  | NumberKeyLabel;

/** The parts of a keyboard event that matter. */
type FileKey = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const OF_BOX: Readonly<Record<string, FileAction>> = {
  ' ': { kind: 'play' },
  Enter: { kind: 'tick' },
  ArrowDown: { kind: 'go', step: 1 },
  ArrowUp: { kind: 'go', step: -1 },
};

/**
 * The action for a key, or null if the row has no use for it. As in the review, Space plays and X or Enter ticks.
 * @param isBox whether the box has the focus: the play button has keys of its own, but for X
 */
export function fileAction(event: FileKey, isBox: boolean): FileAction | null {
  if (event.ctrlKey || event.metaKey) return null;
  const label = isBox ? numberKeyLabel(event) : null;
  if (label || event.altKey) return label;
  if (event.key === 'x') return { kind: 'tick' };
  return isBox && Object.hasOwn(OF_BOX, event.key) ? (OF_BOX[event.key] ?? null) : null;
}
