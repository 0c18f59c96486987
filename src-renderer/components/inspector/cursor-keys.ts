import type { SpectrumPoint } from '../../state/inspector-store.svelte.ts';

/** Where a cursor may be. */
export interface CursorBounds {
  readonly start: number;
  readonly end: number;
  readonly maxHertz: number;
}

/**
 * The cursor after an arrow key, Page Up or Page Down; null for other keys.
 * Up and down go by bins, pages by octaves.
 */
export function cursorAfterKey(
  event: Pick<KeyboardEvent, 'key'>,
  from: SpectrumPoint,
  step: SpectrumPoint,
  bounds: CursorBounds,
): SpectrumPoint | null {
  const next = moved(event.key, from, step);
  return (
    next && {
      seconds: Math.min(bounds.end, Math.max(bounds.start, next.seconds)),
      hertz: Math.min(bounds.maxHertz, Math.max(step.hertz, next.hertz)),
    }
  );
}

function moved(key: string, { seconds, hertz }: SpectrumPoint, step: SpectrumPoint): SpectrumPoint | null {
  switch (key) {
    case 'ArrowLeft':
      return { seconds: seconds - step.seconds, hertz };
    case 'ArrowRight':
      return { seconds: seconds + step.seconds, hertz };
    case 'ArrowUp':
      return { seconds, hertz: hertz + step.hertz };
    case 'ArrowDown':
      return { seconds, hertz: hertz - step.hertz };
    case 'PageUp':
      return { seconds, hertz: hertz * 2 };
    case 'PageDown':
      return { seconds, hertz: hertz / 2 };
    default:
      return null;
  }
}
