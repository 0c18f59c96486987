import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { ErrorData } from '../../contract/app-error.ts';
import { fromFileSystemError, toErrorData } from '../../contract/app-error.ts';

/** A file that may hold music. */
export interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedMilliseconds: number;
}

/** What a walk meets: files, and what it could not look into. */
export type WalkEvent =
  | { readonly kind: 'file'; readonly file: FoundFile }
  | { readonly kind: 'unreadable'; readonly path: string; readonly error: ErrorData };

const AUDIO_EXTENSIONS = new Set([
  '.mp3', '.mp2', '.flac', '.ogg', '.oga', '.opus', '.m4a', '.m4b', '.m4p', '.mp4', '.aac', '.alac', '.wav', '.wave',
  '.bwf', '.aif', '.aiff', '.aifc', '.wma', '.asf', '.ape', '.wv', '.mpc', '.tta', '.dsf', '.dff', '.caf', '.mka', '.spx',
]);

/** Whether a name looks like music. The content decides later. */
export function hasAudioExtension(path: string): boolean {
  return AUDIO_EXTENSIONS.has(extname(path).toLowerCase());
}

/**
 * All music files under `root`, which may be a file itself, in name order. Every folder is visited once
 * whatever symbolic links say, hidden files (also macOS's `._` companions) are left out, and what cannot be read is
 * reported, not thrown.
 */
export async function* walkFolder(root: string, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  yield* visit(resolve(root), new Set(), true, signal);
}

async function* visit(path: string, visited: Set<string>, asked: boolean, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  if (signal?.aborted) return;
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) yield* visitFolder(path, visited, signal);
    else if (stats.isFile() && (asked || hasAudioExtension(path))) {
      yield { kind: 'file', file: { path, size: stats.size, modifiedMilliseconds: Math.floor(stats.mtimeMs) } };
    }
  } catch (error) {
    if (asked || hasAudioExtension(path)) yield { kind: 'unreadable', path, error: toErrorData(fromFileSystemError(error)) };
  }
}

async function* visitFolder(folder: string, visited: Set<string>, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  const real = await realpath(folder);
  if (visited.has(real)) return;
  visited.add(real);
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(folder)) if (!entry.name.startsWith('.')) entries.push(entry);
  } catch (error) {
    yield { kind: 'unreadable', path: folder, error: toErrorData(fromFileSystemError(error, 'folder-unreadable')) };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const worthLooking = entry.isDirectory() || entry.isSymbolicLink() || (entry.isFile() && hasAudioExtension(entry.name));
    if (worthLooking) yield* visit(join(folder, entry.name), visited, false, signal);
  }
}
