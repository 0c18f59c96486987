/** A line of a menu that is opened on something. */
export type MenuEntry = MenuAction | MenuChoice | MenuBranch | 'separator';

interface MenuLine {
  readonly label: string;
  readonly isDisabled?: boolean;
}

/** Does something, and closes the menu. */
interface MenuAction extends MenuLine {
  readonly kind: 'action';
  /** The same by keys, as the table of shortcuts writes them: `Mod+C`. */
  readonly keys?: string;
  readonly act: () => void;
}

/** Something that is on or off; the menu stays open, unless it is one of several of which one is on. */
interface MenuChoice extends MenuLine {
  readonly kind: 'choice';
  readonly isOn: boolean;
  readonly closes?: boolean;
  readonly toggle: () => void;
}

/** Opens a menu beside the menu. */
interface MenuBranch extends MenuLine {
  readonly kind: 'branch';
  readonly entries: readonly MenuEntry[];
}

/** How a menu's panel looks. */
export const MENU_PANEL =
  'z-70 max-h-(--bits-floating-available-height) min-w-52 overflow-y-auto rounded-md border border-line bg-surface p-1 text-text shadow-overlay outline-none';

/** A point of the window, in CSS pixels. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** Where a menu that was opened by a key belongs: at the lower left corner of what it is about. */
export function placeBelow(element: Element): MenuPlace {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left + 16, y: bottom };
}

/** Whether a key asks for the menu of what has the focus. */
export function isMenuKey({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey);
}
