import { texts } from '../../../src-main/texts/index.ts';
import type { SideBarNode } from '../../state/side-bar-nodes.ts';
import type { TrackLists } from '../../state/track-lists.ts';
import type { MenuEntry } from '../shared/menu-entries.ts';

/** What a row's menu does, besides lists of its tracks. */
export interface RowActions {
  readonly choose: () => void;
  readonly rename: () => void;
  readonly remove: () => void;
}

/** The menu of a row with tracks; none for the other rows. */
export function sideBarMenu(
  { name, kind, alone: filters }: Pick<SideBarNode, 'name' | 'kind' | 'alone'>,
  lists: Pick<TrackLists, 'saveOf' | 'saveByGenreOf'>,
  { choose, rename, remove }: RowActions,
): readonly MenuEntry[] {
  if (!filters) return [];
  const words = texts.sideBar.menu;
  const tracks = { name, filters };
  const ofFilter: readonly MenuEntry[] = [
    'separator',
    { kind: 'action', label: words.rename, keys: 'F2', act: rename },
    { kind: 'action', label: words.remove, keys: 'Delete', act: remove },
  ];
  return [
    { kind: 'action', label: words.show, keys: 'Enter', act: choose },
    'separator',
    { kind: 'action', label: words.exportPlaylist, act: () => void lists.saveOf(tracks) },
    { kind: 'action', label: texts.lists.saveByGenre, act: () => void lists.saveByGenreOf(tracks) },
    ...(kind === 'filter' ? ofFilter : []),
  ];
}
