import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { AppError } from '../contract/app-error.ts';
import { readWhole } from '../files/read-whole.ts';
import { syncFolder } from '../files/sync.ts';
import type { Journal } from './journal.ts';
import type { PreparedEntry } from './journal-schema.ts';

/** More than this is not put into the journal's lines. */
const LARGEST_IN_LINE = 1 << 16;

/**
 * Keeps the bytes that only the original has: in the journal's line where they are few, else in a file that is on the
 * disk then.
 */
export async function keepLiterals(
  literals: Uint8Array,
  journal: Journal,
  file: number,
): Promise<Pick<PreparedEntry, 'literals'>> {
  const packed = await promisify(deflate)(literals);
  if (packed.length <= LARGEST_IN_LINE) return { literals: packed.toString('base64') };
  const handle = await open(journal.deltaFile(file), 'w');
  try {
    await handle.writeFile(packed);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(journal.deltaFile(file)));
  return {};
}

/** The bytes of {@link keepLiterals}. @throws AppError backup-missing */
export async function readLiterals({ literals, file }: PreparedEntry, journal: Journal): Promise<Uint8Array> {
  try {
    const packed = literals === undefined ? await readWhole(journal.deltaFile(file)) : Buffer.from(literals, 'base64');
    return await promisify(inflate)(packed);
  } catch (cause) {
    throw new AppError('backup-missing', 'The journal’s copy of the original bytes cannot be read.', { cause });
  }
}
