import { z } from 'zod';
import { ANY_MUSIC_FOLDER, endedFolder, LIBRARY_ROOT } from './folder-text.ts';

const olderFilters = z.looseObject({ folder: z.string().nullish(), group: z.unknown().optional() });
/** An uppermost folder below any of the library's, by its name; or one of these, by its own. */
const folderGroup = z.object({ by: z.literal('folder'), value: z.string() });
/** What begins with a dot or a star names a folder as it is done now; a whole path always did. */
const NAMED = /^(?:[.*]?\/|[a-z]:\/)/i;

/**
 * Filters that an earlier version may have kept: those named a folder by its way from the library's first one, and had groups
 * of tracks by folder.
 */
export function fromOlderFilters(filters: unknown): unknown {
  const older = olderFilters.safeParse(filters);
  if (!older.success) return filters;
  const { folder, group, ...others } = older.data;
  const named = folderGroup.safeParse(group);
  const ofGroup = named.success ? `${ANY_MUSIC_FOLDER}${named.data.value}` : null;
  const chosen = typeof folder === 'string' ? fromLibraryRoot(folder) : ofGroup;
  return {
    ...others,
    ...(folder === undefined && chosen === null ? {} : { folder: chosen && endedFolder(chosen) }),
    ...(group === undefined || named.success ? {} : { group }),
  };
}

function fromLibraryRoot(folder: string): string {
  return NAMED.test(folder) ? folder : `${LIBRARY_ROOT}${folder}`;
}
