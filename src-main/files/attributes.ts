import type { FileHandle } from 'node:fs/promises';
import { systemCalls } from './system-calls.ts';

/** What a file is beside its bytes and its name. */
export interface FileAttributes {
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Nanoseconds since 1970. */
  readonly accessed: bigint;
  readonly modified: bigint;
  /**
   * Extended attributes, on Linux with access lists; null where they cannot be seen, a null value where one cannot be
   * read.
   */
  readonly extended: ReadonlyMap<string, Buffer | null> | null;
}

/** Kept by the system itself, never by programs. */
const SYSTEMS_OWN: ReadonlySet<string> = new Set([
  'security.ima',
  'security.evm',
  'com.apple.provenance',
  'com.apple.lastuseddate#PS',
]);

/** Reads an open file's attributes. @throws what the file system says */
export async function readAttributes(handle: FileHandle): Promise<FileAttributes> {
  const { mode, uid, gid, atimeNs, mtimeNs } = await handle.stat({ bigint: true });
  return {
    mode: Number(mode & 0o7777n),
    uid: Number(uid),
    gid: Number(gid),
    accessed: signed(atimeNs),
    modified: signed(mtimeNs),
    extended: readExtended(handle.fd),
  };
}

/** Times before 1970 come as numbers without a sign. */
function signed(time: bigint): bigint {
  return BigInt.asIntN(64, time);
}

function readExtended(descriptor: number): Map<string, Buffer | null> | null {
  const names = systemCalls?.attributeNames(descriptor);
  if (!names) return systemCalls ? new Map() : null;
  const entries = names
    .filter((name) => !SYSTEMS_OWN.has(name))
    .map((name) => [name, systemCalls?.attribute(descriptor, name) ?? null] as const);
  return new Map(entries);
}

/** What a file could not be given. */
export interface LostAttributes {
  readonly owner: boolean;
  /** Names of extended attributes; `mode` and `time` for those. */
  readonly others: readonly string[];
}

/**
 * Gives an open file attributes, and looks whether it has them then.
 * @param modified another time than theirs; null leaves the time of writing
 */
export async function giveAttributes(
  handle: FileHandle,
  wanted: FileAttributes,
  modified: bigint | null = wanted.modified,
): Promise<LostAttributes> {
  const now = await handle.stat();
  if (now.uid !== wanted.uid || now.gid !== wanted.gid)
    await handle.chown(wanted.uid, wanted.gid).catch(() => undefined);
  // Changing the owner clears bits of the mode, and an access list holds the mode's bits of the group.
  await handle.chmod(wanted.mode).catch(() => undefined);
  giveExtended(handle.fd, wanted.extended ?? new Map<string, Buffer | null>());
  if (modified !== null) await setTimes(handle, wanted.accessed, modified);
  return lostOf(wanted, await readAttributes(handle), modified);
}

/** A new file may have inherited an access list from its folder, which the old one has not. */
function giveExtended(descriptor: number, wanted: ReadonlyMap<string, Buffer | null>): void {
  for (const name of readExtended(descriptor)?.keys() ?? [])
    if (!wanted.has(name)) systemCalls?.removeAttribute(descriptor, name);
  for (const [name, value] of wanted) if (value) systemCalls?.setAttribute(descriptor, name, value);
}

/** Sets an open file's times, to the nanosecond where the system lets one. */
export async function setTimes(handle: FileHandle, accessed: bigint, modified: bigint): Promise<void> {
  if (systemCalls?.setTimes(handle.fd, accessed, modified)) return;
  await handle.utimes(Number(accessed) / 1e9, Number(modified) / 1e9).catch(() => undefined);
}

function lostOf(wanted: FileAttributes, found: FileAttributes, modified: bigint | null): LostAttributes {
  const extended = [...(wanted.extended ?? [])]
    .filter(([name, value]) => !value || !found.extended?.get(name)?.equals(value))
    .map(([name]) => name);
  const isTimeLost = modified !== null && systemCalls !== null && found.modified / 1000n !== modified / 1000n;
  return {
    owner: found.uid !== wanted.uid || found.gid !== wanted.gid,
    others: [...extended, ...(found.mode === wanted.mode ? [] : ['mode']), ...(isTimeLost ? ['time'] : [])],
  };
}
