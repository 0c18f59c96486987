import { isUtf8 } from 'node:buffer';
import { dirname, extname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Endings of playlists that are read. */
export const PLAYLIST_EXTENSIONS: readonly string[] = ['.m3u', '.m3u8', '.pls'];

const PLS_ENTRY = /^File\d+\s*=\s*(.+)$/i;
const FILE_ADDRESS = /^file:\/\//i;
const OTHER_ADDRESS = /^[a-z][a-z\d+.-]+:\/\//i;

/**
 * Paths that a playlist (M3U, M3U8 or PLS) names, in its order; addresses of the internet are none. UTF-8, and Latin-1
 * where it is no UTF-8, as old M3U files are.
 * @param file its path, from which relative ones start @param most so many entries are read
 */
export function parsePlaylist(file: string, bytes: Uint8Array, most: number): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    isUtf8(bytes) ? 'utf8' : 'latin1',
  );
  const isPls = extname(file).toLowerCase() === '.pls';
  const paths: string[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/[\r\n]+/)) {
    if (paths.length >= most) break;
    const entry = isPls ? PLS_ENTRY.exec(line.trim())?.[1] : line.startsWith('#') ? undefined : line;
    const path = entry === undefined || entry.trim() === '' ? null : pathOfEntry(entry, dirname(file));
    if (path !== null) paths.push(path);
  }
  return paths;
}

function pathOfEntry(entry: string, folder: string): string | null {
  if (entry.includes('\0')) return null;
  if (!FILE_ADDRESS.test(entry)) return OTHER_ADDRESS.test(entry) ? null : resolve(folder, native(entry));
  try {
    return fileURLToPath(entry);
  } catch {
    return null;
  }
}

/** Windows' playlists part folders by backslashes. */
function native(path: string): string {
  return sep === '/' && !path.includes('/') ? path.replaceAll('\\', '/') : path;
}
