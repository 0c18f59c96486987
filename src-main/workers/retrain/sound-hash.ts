import { access } from 'node:fs/promises';
import { AppError } from '../../contract/app-error.ts';
import type { ErrorCode } from '../../contract/error-codes.ts';
import type { Decoder } from '../../pipeline/decode/decoder.ts';
import { packetMd5 } from '../../pipeline/decode/packet-md5.ts';

/** Failures that trying again does not mend. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'file-corrupt',
  'file-empty',
  'file-not-audio',
  'file-protected',
]);

/**
 * Hash of a file's audio packets; empty where they cannot be read, null where that cannot be said now.
 * @param openDecoder is asked only for a file that is there
 * @throws AppError what opening the decoder does
 */
export async function soundHash(path: string, openDecoder: () => Promise<Decoder>): Promise<string | null> {
  if (!(await fileExists(path))) return null;
  return packetMd5(path, await openDecoder()).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    return UNREADABLE.has(error.code) ? '' : null;
  });
}

/** Whether a file is there and this process may see it. */
export async function fileExists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
