import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import type { LeftOut } from '../../contract/left-out.ts';
import type { ScannedFile } from '../../contract/scanned-file.ts';
import { hasAudioExtension } from '../../pipeline/audio-files.ts';
import { walkFolder } from '../../pipeline/scan/walk-folder.ts';
import type { FileList } from '../analysis-run.ts';
import type { CommandContext } from '../command.ts';
import { UsageError } from '../command.ts';
import { userSettings } from '../user-settings.ts';
import { relativePath } from './relative-path.ts';
import type { Shard } from './shard.ts';
import { shardOf } from './shard.ts';

/** The part of a folder that is one shard's. */
export interface ShardList extends FileList {
  readonly folder: string;
  readonly shard: Shard;
  /** By their paths. */
  readonly files: ReadonlyMap<string, ScannedFile>;
  /** Music files of all shards. */
  readonly folderFiles: number;
}

/**
 * What falls to a shard under a folder. Folders that cannot be read are every shard's, since what they hold is not known.
 * @throws UsageError unless one folder is given; AppError folder-not-found, folder-unreadable
 */
export async function listShard(inputs: readonly string[], shard: Shard, context: CommandContext): Promise<ShardList> {
  const [input = ''] = inputs;
  if (inputs.length !== 1) throw new UsageError('Give one folder: with --shard, paths count from it.');
  const folder = resolve(input);
  await requireFolder(folder);
  const { followLinks } = await userSettings(context);
  const isOwn = (path: string) => shardOf(relativePath(folder, path), shard.count) === shard.index;
  const files = new Map<string, ScannedFile>();
  const failures: FileList['failures'][number][] = [];
  const leftOut: LeftOut[] = [];
  let folderFiles = 0;
  for await (const event of walkFolder(folder, { followLinks }, context.signal)) {
    if (event.kind === 'file') folderFiles += 1;
    if (event.kind === 'file' && isOwn(event.file.path)) files.set(event.file.path, event.file);
    if (event.kind === 'unreadable' && (!hasAudioExtension(event.path) || isOwn(event.path))) failures.push(event);
    if (event.kind === 'left-out' && isOwn(event.leftOut.path)) leftOut.push(event.leftOut);
  }
  return { folder, shard, files, folderFiles, paths: [...files.keys()], failures, leftOut };
}

/** An empty place where a disk should be mounted is for the user to see; a missing one must not pass for an empty shard. */
async function requireFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch((error: unknown) => {
    const failure = fromFileSystemError(error, 'folder-unreadable');
    throw failure.code === 'file-not-found' ? new AppError('folder-not-found', folder) : failure;
  });
  if (!stats.isDirectory()) throw new UsageError('Give one folder: with --shard, paths count from it.');
}
