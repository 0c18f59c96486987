import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fromFileSystemError } from '../../contract/app-error.ts';
import type { PinnedArchive } from '../../contract/pinned-archives.ts';
import type { DownloadOptions } from '../../download/fetch-pinned-file.ts';
import { fetchPinnedFile } from '../../download/fetch-pinned-file.ts';
import { forgetPart } from '../../download/part-file.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { unzip } from '../../setup/zip-archive.mjs';

/**
 * Fetches an archive, and unpacks what is wanted of it only if its size and SHA-256 are the pinned ones. A folder that
 * appears is whole; after a failure there is none, and nothing of the archive but a part that a later call continues.
 * @param folder where the members are put; what it held is replaced
 * @param download how the archive is fetched; `folder` is where it grows
 * @throws AppError as `fetchPinnedFile` (download-different for a wrong hash), and as the file system
 */
export async function installArchive(archive: PinnedArchive, folder: string, download: DownloadOptions): Promise<void> {
  const file = await fetchPinnedFile(archive, download);
  try {
    await unpack(file, archive.members, folder);
  } catch (error) {
    throw fromFileSystemError(error, 'file-read-only');
  } finally {
    await forgetPart(download.folder, archive);
  }
}

async function unpack(file: string, members: PinnedArchive['members'], folder: string): Promise<void> {
  makeFolder(dirname(folder));
  const work = await mkdtemp(`${folder}.part-`);
  try {
    await unzip(file, work, (name) => members[name] ?? null);
    // Fails for a member that the archive does not have. The archive's own permissions do not matter.
    for (const name of Object.values(members)) await chmod(join(work, name), 0o755);
    await rm(folder, { recursive: true, force: true });
    await rename(work, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
