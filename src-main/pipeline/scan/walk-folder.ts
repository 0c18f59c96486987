import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ErrorData } from '../../contract/app-error.ts';
import { fromFileSystemError, toErrorData } from '../../contract/app-error.ts';
import type { LeftOut } from '../../contract/left-out.ts';
import type { ScannedFile } from '../../contract/scanned-file.ts';
import { isInside } from '../../files/is-inside.ts';
import { fsPath, pathOfBytes } from '../../files/fs-path.ts';
import { hasAudioExtension } from '../audio-files.ts';
import { isNeverMusic } from './left-out.ts';

/** What a walk meets: files, what it leaves out, and what it could not look into. */
export type WalkEvent =
  | { readonly kind: 'file'; readonly file: ScannedFile }
  | { readonly kind: 'left-out'; readonly leftOut: LeftOut }
  | { readonly kind: 'unreadable'; readonly path: string; readonly error: ErrorData };

/** How a walk treats links. */
export interface WalkOptions {
  /** Whether symbolic links and junctions that lead out of the folder are followed; those within it always are. */
  readonly followLinks: boolean;
}

/**
 * All music files under `root`, which may be a file or a link itself, in name order. Every folder and every file is
 * visited once, whatever symbolic links say (a link to a file elsewhere under `root` is that file) and however many
 * names it has (hard links). What cannot be read is reported, not thrown.
 */
export async function* walkFolder(root: string, options: WalkOptions, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  const real = await realPath(root).catch(() => resolve(root));
  yield* visit(resolve(root), { ...options, root: real, visited: new Set(), inodes: new Set() }, true, signal);
}

/** Files of a folder that are looked at side by side: disks and servers answer several as fast as one. */
const LOOKED_AT_ONCE = 64;

interface Walk extends WalkOptions {
  /** Without links. */
  readonly root: string;
  /** Folders, and files that have no name of their own within the root; without links. */
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
    if (asked || hasAudioExtension(path)) yield unreadableEvent(path, error);
  }
}

function unreadableEvent(path: string, error: unknown): WalkEvent {
  return { kind: 'unreadable', path, error: toErrorData(fromFileSystemError(error)) };
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
  const candidates = entries.filter(({ name, dirent }) => !isPlain(dirent) || hasAudioExtension(name));
  for (let start = 0; start < candidates.length; start += LOOKED_AT_ONCE) {
    const piece = candidates.slice(start, start + LOOKED_AT_ONCE);
    if (signal?.aborted) return;
    const looks = await Promise.all(piece.map((entry) => (isPlain(entry.dirent) ? lookAt(folder, entry) : null)));
    for (const [index, { name, dirent }] of piece.entries()) {
      const path = join(folder, name);
      const look = looks[index] ?? null;
      if (isNeverMusic(name)) yield { kind: 'left-out', leftOut: { path, reason: 'not-music' } };
      else if (dirent.isSymbolicLink()) yield* visitLink(path, walk, signal);
      else if (look === null) yield* visit(path, walk, false, signal);
      else if (isNewFile(join(real, name), walk)) yield* eventsOf(path, look, walk);
    }
  }
}

/** Neither a folder nor a link. */
function isPlain(dirent: Dirent<Buffer>): boolean {
  return !dirent.isDirectory() && !dirent.isSymbolicLink();
}

/** What the file system says of a file. */
type Look = { readonly stats: Stats } | { readonly error: unknown };

function lookAt(folder: string, { name }: Entry): Promise<Look> {
  return stat(fsPath(join(folder, name))).then(
    (stats) => ({ stats }),
    (error: unknown) => ({ error }),
  );
}

function eventsOf(path: string, look: Look, walk: Walk): WalkEvent[] {
  if ('error' in look) return [unreadableEvent(path, look.error)];
  return look.stats.isFile() ? [fileEvent(path, look.stats, walk)] : [];
}

/** A link that leads out of the folder is said where it could bring music: to a folder, or by the name of a file. */
async function* visitLink(link: string, walk: Walk, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  const real = await realPath(link).catch(() => null);
  const isFile = real !== null && (await isFileAt(real));
  const isOutside = real !== null && !isInside(walk.root, real);
  if (isFile && !hasAudioExtension(link)) return;
  if (isOutside && !walk.followLinks) yield { kind: 'left-out', leftOut: { path: link, reason: 'outside-folder' } };
  else if (!isFile || (!isMetAnyway(real, walk) && isNewFile(real, walk))) yield* visit(link, walk, false, signal);
}

/** Whether the walk comes to a file by its own name. */
function isMetAnyway(real: string, { root }: Pick<Walk, 'root'>): boolean {
  return isInside(root, real) && hasAudioExtension(real);
}

/** Whether a file is met for the first time. Those that have a name of their own within the root need no note. */
function isNewFile(real: string, { root, visited }: Walk): boolean {
  if (visited.has(real)) return false;
  if (!isMetAnyway(real, { root })) visited.add(real);
  return true;
}

async function isFileAt(path: string): Promise<boolean> {
  return stat(fsPath(path)).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
