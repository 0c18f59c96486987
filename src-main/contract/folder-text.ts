/** The library's first folder, see {@link endedFolder}. */
export const LIBRARY_ROOT = './';

/** Whichever folder of the library. */
export const ANY_MUSIC_FOLDER = '*/';

/**
 * A folder as filters and the search's `folder:` name it, parted and ended by `/`: `./Jazz/` lies in the library's first folder,
 * `/mnt/records/Dub/` in another one, both with everything below. `./Jazz/.` is its tracks without those of its subfolders.
 * @param text as it was typed: the last `/` may be missing
 */
export function endedFolder(text: string): string {
  return text.endsWith('/') || isWithoutSubfolders(text) ? text : `${text}/`;
}

/** Whether a folder's text leaves its subfolders out. */
export function isWithoutSubfolders(text: string): boolean {
  return text.endsWith('/.');
}

/** The text of a folder without its subfolders. @param folder its text with them */
export function withoutSubfolders(folder: string): string {
  return `${folder}.`;
}
