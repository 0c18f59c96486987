import { labelAction, numberKeyLabel, type LabelAction, type PlainAction } from '../../state/label-keys.ts';
import { DIRECTIONS, type DirectionKey } from './point-beside.ts';

/** What a key does on the map. */
export type MapAction =
  | { readonly kind: 'go'; readonly key: DirectionKey; readonly isAdded: boolean }
  /** In pixels of the screen. */
  | { readonly kind: 'pan'; readonly x: number; readonly y: number }
  | { readonly kind: 'zoom'; readonly factor: number }
  | PlainAction<'fit' | 'open' | 'play' | 'all' | 'none'>
  | LabelAction;

/** The parts of a keyboard event that matter. */
export type MapKey = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What one press of a key zooms by, and how far it moves, in pixels. */
export const ZOOM_STEP = 1.5;
const PAN_STEP = 60;

const SIMPLE: Readonly<Record<string, MapAction>> = {
  '+': { kind: 'zoom', factor: ZOOM_STEP },
  '=': { kind: 'zoom', factor: ZOOM_STEP },
  '-': { kind: 'zoom', factor: 1 / ZOOM_STEP },
  '−': { kind: 'zoom', factor: 1 / ZOOM_STEP },
  '0': { kind: 'fit' },
  Home: { kind: 'fit' },
  ' ': { kind: 'play' },
  Enter: { kind: 'open' },
  Escape: { kind: 'none' },
};

/**
 * The action for a key, or null if the map has no use for it.
 * @param isLabelling whether the bar of labels says what number keys mean: 0 removes labels then, and Home shows everything
 */
export function mapAction(event: MapKey, isLabelling: boolean): MapAction | null {
  const { key, shiftKey, ctrlKey, metaKey } = event;
  const isCommand = ctrlKey || metaKey;
  if (isDirection(key)) {
    const { x, y } = DIRECTIONS[key];
    return isCommand ? { kind: 'pan', x: x * PAN_STEP, y: y * PAN_STEP } : { kind: 'go', key, isAdded: shiftKey };
  }
  if (isCommand) return key.toLowerCase() === 'a' ? { kind: 'all' } : null;
  const simple = Object.hasOwn(SIMPLE, key) ? (SIMPLE[key] ?? null) : null;
  // Some keyboards have plus and minus on number keys: with Shift, signs zoom.
  const label = isLabelling && !(shiftKey && simple) ? numberKeyLabel(event) : null;
  return label ?? simple ?? labelAction(event);
}

function isDirection(key: string): key is DirectionKey {
  return Object.hasOwn(DIRECTIONS, key);
}
