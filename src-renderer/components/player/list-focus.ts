import type { TrackId } from '../../../src-main/contract/track.ts';
import type { TrackWalk } from '../../state/track-walk.ts';

const BUTTONS = 'button[data-track]';

/** The list that a button which plays one of its tracks stands in. */
function listOf(button: Element): Element | null {
  return button.closest('ul, [role=list]');
}

/** The button that plays the row above or below in the list; null beyond the ends. */
export function buttonBeside(button: Element, step: 1 | -1): HTMLElement | null {
  const buttons = [...(listOf(button)?.querySelectorAll<HTMLElement>(BUTTONS) ?? [])];
  return buttons[buttons.findIndex((each) => each === button) + step] ?? null;
}

/** The row of a list that something stands in. */
export function rowOf(element: Element | null | undefined): Element | null {
  return element?.closest('li, [role=listitem]') ?? null;
}

/** What takes the keys of a row beside its button: its box, where it has one that can be ticked. */
export function boxOf(row: Element | null): HTMLElement | null {
  return row?.querySelector<HTMLElement>('input:enabled') ?? null;
}

/** The walk along a list of rows with such buttons: the focus goes along while it is in the row of what plays. */
export function followedByFocus(walk: TrackWalk, button: Element): TrackWalk {
  const list = listOf(button);
  const buttonOf = (id: TrackId | undefined) =>
    list?.querySelector<HTMLElement>(`button[data-track="${id ?? ''}"]`) ?? null;
  return {
    ...walk,
    moved: (at, from) => {
      const [left, next] = [buttonOf(from), buttonOf(walk.idAt(at))];
      if (!rowOf(left)?.contains(document.activeElement)) return;
      const box = document.activeElement === left ? null : boxOf(rowOf(next));
      (box ?? next)?.focus();
    },
  };
}
