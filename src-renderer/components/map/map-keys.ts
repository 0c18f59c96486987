import { DIRECTIONS, type DirectionKey } from './point-beside.ts';

/** What a key does on the map. */
export type MapAction =
  | { readonly kind: 'go'; readonly key: DirectionKey; readonly isAdded: boolean }
  /** In pixels of the screen. */
  | { readonly kind: 'pan'; readonly x: number; readonly y: number }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'fit' | 'open' | 'all' | 'none' | 'type-label' };

/** The parts of a keyboard event that matter. */
export type MapKey = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** What one press of a key zooms by, and how far it moves, in pixels. */
export const ZOOM_STEP = 1.5;
const PAN_STEP = 60;

const SIMPLE: Readonly<Record<string, MapAction>> = {
  '+': { kind: 'zoom', factor: ZOOM_STEP },
  '=': { kind: 'zoom', factor: ZOOM_STEP },
  '-': { kind: 'zoom', factor: 1 / ZOOM_STEP },
  '−': { kind: 'zoom', factor: 1 / ZOOM_STEP },
  '0': { kind: 'fit' },
  Enter: { kind: 'open' },
  Escape: { kind: 'none' },
  l: { kind: 'type-label' },
};

/** The action for a key, or null if the map has no use for it. */
export function mapAction({ key, shiftKey, ctrlKey, metaKey }: MapKey): MapAction | null {
  const isCommand = ctrlKey || metaKey;
  if (isDirection(key)) {
    const { x, y } = DIRECTIONS[key];
    return isCommand ? { kind: 'pan', x: x * PAN_STEP, y: y * PAN_STEP } : { kind: 'go', key, isAdded: shiftKey };
  }
  if (isCommand) return key.toLowerCase() === 'a' ? { kind: 'all' } : null;
  return Object.hasOwn(SIMPLE, key) ? (SIMPLE[key] ?? null) : null;
}

function isDirection(key: string): key is DirectionKey {
  return Object.hasOwn(DIRECTIONS, key);
}
