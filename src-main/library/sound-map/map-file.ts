import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../files/make-folder.ts';
import { writeFileAtomic } from '../../files/write-file-atomic.ts';

/** A map as it is kept: of every track its id, the hash of its embedding, and its position. */
export interface KeptMap {
  /** In ascending order. */
  readonly ids: Int32Array;
  readonly hashes: Int32Array;
  /** x and y of every track. */
  readonly positions: Float32Array;
}

/** Begins every file; another number is another layout. */
const SIGNATURE = Buffer.from('GSMAP\0\0\x01', 'latin1');
const BYTES_OF_TRACK = 16;
/** Maps of other folders and networks that stay. */
const MOST_FILES = 8;

/** The file of one folder's map by one network. */
export function mapFile(folder: string, root: string, specHash: string): string {
  const name = createHash('sha256')
    .update(JSON.stringify([root, specHash]))
    .digest('hex');
  return join(folder, `${name.slice(0, 32)}.map`);
}

/** The map that is kept; null where there is none, or it cannot be understood. */
export async function readMap(file: string): Promise<KeptMap | null> {
  const bytes = await readFile(file).catch(() => null);
  if (!bytes?.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  const content = new Uint8Array(bytes.subarray(SIGNATURE.length)).buffer;
  const count = content.byteLength / BYTES_OF_TRACK;
  if (!Number.isInteger(count)) return null;
  const ids = new Int32Array(content, 0, count);
  const hashes = new Int32Array(content, count * 4, count);
  const positions = new Float32Array(content, count * 8, count * 2);
  const isWhole = ids.every((id, place) => place === 0 || id > (ids[place - 1] as number));
  return isWhole && positions.every(Number.isFinite) ? { ids, hashes, positions } : null;
}

/** Keeps a map, and drops those that were kept longest ago. Failing to keep it is no failure: it is computed again. */
export async function keepMap(file: string, folder: string, { ids, hashes, positions }: KeptMap): Promise<void> {
  const bytes = [ids, hashes, positions].map(
    (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  try {
    makeFolder(folder);
    await writeFileAtomic(file, [SIGNATURE, ...bytes]);
    await makeRoom(folder);
  } catch {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

async function makeRoom(folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.map')).map((name) => join(folder, name));
  const dated = await Promise.all(files.map(async (path) => ({ path, time: (await stat(path)).mtimeMs })));
  const old = dated.sort((a, b) => b.time - a.time).slice(MOST_FILES);
  for (const { path } of old) await rm(path, { force: true });
}
