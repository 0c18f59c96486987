import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';
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
 * All music files under `root`, which may be a file itself, in name order. Every folder and every file is visited once
 * whatever symbolic links say (a link to a file elsewhere under `root` is that file), hidden files (also macOS's `._` companions) are left out, and what cannot be read is
 * reported, not thrown.
 */
export async function* walkFolder(root: string, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  const real = await realpath(root).catch(() => resolve(root));
  yield* visit(resolve(root), { root: real, visited: new Set() }, true, signal);
}

interface Walk {
  /** Without links. */
  readonly root: string;
  /** Folders, and files that links led to; without links. */
  readonly visited: Set<string>;
}

async function* visit(path: string, walk: Walk, asked: boolean, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  if (signal?.aborted) return;
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) yield* visitFolder(path, walk, signal);
    else if (stats.isFile() && (asked || hasAudioExtension(path))) {
      yield { kind: 'file', file: { path, size: stats.size, modifiedMilliseconds: Math.floor(stats.mtimeMs) } };
    }
  } catch (error) {
    if (asked || hasAudioExtension(path)) yield { kind: 'unreadable', path, error: toErrorData(fromFileSystemError(error)) };
  }
}

async function* visitFolder(folder: string, walk: Walk, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  const real = await realpath(folder);
  if (walk.visited.has(real)) return;
  walk.visited.add(real);
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
    if (!worthLooking || (entry.isSymbolicLink() && (await isKnownFile(join(folder, entry.name), walk)))) continue;
    yield* visit(join(folder, entry.name), walk, false, signal);
  }
}

/** Whether a link leads to a file that the walk meets anyway, or has met. */
async function isKnownFile(link: string, { root, visited }: Walk): Promise<boolean> {
  const real = await realpath(link).catch(() => null);
  if (real === null || !(await stat(real)).isFile()) return false;
  const isInside = !relative(root, real).startsWith('..') && hasAudioExtension(real);
  if (isInside || visited.has(real)) return true;
  visited.add(real);
  return false;
}
