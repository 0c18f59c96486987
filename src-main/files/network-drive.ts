import { statfs } from 'node:fs/promises';
import { fsPath } from './fs-path.ts';

/** Numbers by which Linux names file systems that tell nothing of what others change (linux/magic.h, statfs(2)). */
const REMOTE_TYPES: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2 and 3
  0x65735546, // FUSE: sshfs, rclone, NTFS-3G
  0x01021997, // 9P: folders of virtual machines
  0x5346414f, // AFS
  0x00c36400, // Ceph
  0x786f4256, // VirtualBox
]);

/**
 * Whether a folder lies where the system may not tell of changes: on a network drive or in a file system of a program.
 * @param platform as `process.platform`
 */
export async function isRemote(path: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  if (platform === 'win32') return /^[\\/]{2}(?![?.][\\/])/.test(path);
  // Shares and other drives are mounted there, and statfs does not tell them apart.
  if (platform === 'darwin') return /^\/(Volumes|net)\//.test(path);
  const { type } = await statfs(fsPath(path));
  return REMOTE_TYPES.has(type >>> 0);
}
