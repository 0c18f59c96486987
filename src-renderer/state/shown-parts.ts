import type { LibraryFilters } from '../../src-main/contract/library.ts';
import type { TrackRow } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import { foldersOf, folderWay, inFolder } from './folder-filter.ts';
import { groupText } from './group-names.ts';

/** A part of the library that is shown alone: its name with its kind, and how the filters change to leave it. */
interface ShownPart {
  readonly text: string;
  readonly without: Partial<LibraryFilters>;
}

/**
 * The folder and the group that filters narrow to.
 * @param root whole path of the library's first folder @param track one of the found tracks, where one is known
 */
export function shownParts(filters: LibraryFilters, root: string, track: TrackRow | undefined): readonly ShownPart[] {
  const { group } = filters;
  const ways = foldersOf(filters).map((folder) => folderWay(folder, root));
  const folder = texts.library.filters.inFolder({ folder: ways.join(', ') });
  return [
    ...(ways.length > 0 ? [{ text: folder, without: inFolder(filters, null) }] : []),
    ...(group === null ? [] : [{ text: groupText(group, track), without: { group: null } }]),
  ];
}
