import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { ErrorData } from '../../contract/app-error.ts';
import { fromFileSystemError, toErrorData } from '../../contract/app-error.ts';
import type { LeftOut } from '../../contract/left-out.ts';
import type { ScannedFile } from '../../contract/scanned-file.ts';
import { fsPath, pathOfBytes } from '../../files/fs-path.ts';
import { hasAudioExtension } from '../audio-files.ts';
import { isNeverMusic } from './left-out.ts';

/** What a walk meets: files, what it leaves out, and what it could not look into. */
export type WalkEvent =
  | { readonly kind: 'file'; readonly file: ScannedFile }
  | { readonly kind: 'left-out'; readonly leftOut: LeftOut }
  | { readonly kind: 'unreadable'; readonly path: string; readonly error: ErrorData };

/**
 * All music files under `root`, which may be a file itself, in name order. Every folder and every file is visited once,
 * whatever symbolic links say (a link to a file elsewhere under `root` is that file) and however many names it has
 * (hard links). What cannot be read is reported, not thrown.
 */
export async function* walkFolder(root: string, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  const real = await realPath(root).catch(() => resolve(root));
  yield* visit(resolve(root), { root: real, visited: new Set(), inodes: new Set() }, true, signal);
}

interface Walk {
  /** Without links. */
  readonly root: string;
  /** Folders, and files that links led to; without links. */
  readonly visited: Set<string>;
  /** Device and inode of files with several names. */
  readonly inodes: Set<string>;
}

async function realPath(path: string): Promise<string> {
  return pathOfBytes(await realpath(fsPath(path), { encoding: 'buffer' }));
}

async function* visit(path: string, walk: Walk, asked: boolean, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  if (signal?.aborted) return;
  try {
    const stats = await stat(fsPath(path));
    if (stats.isDirectory()) yield* visitFolder(path, walk, signal);
    else if (stats.isFile() && (asked || hasAudioExtension(path))) yield fileEvent(path, stats, walk);
  } catch (error) {
    if (asked || hasAudioExtension(path))
      yield { kind: 'unreadable', path, error: toErrorData(fromFileSystemError(error)) };
  }
}

function fileEvent(path: string, { dev, ino, nlink, size, mtimeMs }: Stats, { inodes }: Walk): WalkEvent {
  const inode = `${dev}:${ino}`;
  if (nlink > 1 && inodes.has(inode)) return { kind: 'left-out', leftOut: { path, reason: 'same-file' } };
  if (nlink > 1) inodes.add(inode);
  return { kind: 'file', file: { path, size, modifiedMilliseconds: Math.floor(mtimeMs) } };
}

interface Entry {
  readonly name: string;
  readonly dirent: Dirent<Buffer>;
}

async function* visitFolder(folder: string, walk: Walk, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  const real = await realPath(folder);
  if (walk.visited.has(real)) return;
  walk.visited.add(real);
  let entries: Entry[];
  try {
    const found = await readdir(fsPath(folder), { withFileTypes: true, encoding: 'buffer' });
    entries = found
      .map((dirent) => ({ name: pathOfBytes(dirent.name), dirent }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    yield { kind: 'unreadable', path: folder, error: toErrorData(fromFileSystemError(error, 'folder-unreadable')) };
    return;
  }
  for (const { name, dirent } of entries) {
    const path = join(folder, name);
    if (!dirent.isDirectory() && !hasAudioExtension(name) && !dirent.isSymbolicLink()) continue;
    if (isNeverMusic(name)) yield { kind: 'left-out', leftOut: { path, reason: 'not-music' } };
    else if (!dirent.isSymbolicLink() || !(await isKnownFile(path, walk))) yield* visit(path, walk, false, signal);
  }
}

/** Whether a link leads to a file that the walk meets anyway, or has met. */
async function isKnownFile(link: string, { root, visited }: Walk): Promise<boolean> {
  const real = await realPath(link).catch(() => null);
  if (real === null || !(await stat(fsPath(real))).isFile()) return false;
  const isInside = !relative(root, real).startsWith('..') && hasAudioExtension(real);
  if (isInside || visited.has(real)) return true;
  visited.add(real);
  return false;
}
