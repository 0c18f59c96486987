import { dirname } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../files/make-folder.ts';
import { readRegularFile } from '../files/read-regular-file.ts';
import { writeFileAtomic } from '../files/write-file-atomic.ts';

const LARGEST_BYTES = 64 * 1024;
const version = z.string().max(100).nullable().default(null);

/** What of updates outlives the app: updates.json. */
const memorySchema = z.object({
  /** When the server was last asked of the app's own accord, in milliseconds since 1970. */
  checkedAt: z.number().nullable().default(null),
  /** The version that the user does not want. */
  declined: version,
  /** The version that ran last, whose news were read; null before the first start. */
  seen: version,
  /** The version that the app was about to install when it quit. */
  installing: version,
});

/** See {@link memorySchema}. */
export type UpdateMemory = Readonly<z.infer<typeof memorySchema>>;

/** Nothing was ever done. */
export const NO_MEMORY: UpdateMemory = memorySchema.parse({});

/** Reads updates.json. A file that is missing or not understood costs a question and no more, so it counts as none. */
export async function readUpdateMemory(path: string): Promise<UpdateMemory> {
  try {
    const bytes = await readRegularFile(path, { mostBytes: LARGEST_BYTES, invalid: 'settings-invalid' });
    return memorySchema.parse(JSON.parse(bytes.toString()));
  } catch {
    return NO_MEMORY;
  }
}

/** Writes updates.json whole or not at all. @throws AppError disk-full, file-read-only, folder-not-made */
export async function writeUpdateMemory(path: string, memory: UpdateMemory): Promise<void> {
  makeFolder(dirname(path));
  await writeFileAtomic(path, [`${JSON.stringify(memory, null, 2)}\n`]);
}
