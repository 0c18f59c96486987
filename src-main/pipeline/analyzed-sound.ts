import { stat } from 'node:fs/promises';
import { fsPath } from '../files/fs-path.ts';
import type { FileReader } from './scan/file-reader.ts';

/**
 * Analyses a file, and tells by which digest the analysed sound is known again: none where nothing tells, or where the file
 * changed since it was taken.
 * @throws what the analysis does
 */
export async function withDigest<Result>(
  path: string,
  reader: Pick<FileReader, 'audioDigest'>,
  analyze: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<{ readonly result: Result; readonly audioDigest: string | null }> {
  const before = await stateOf(path);
  const audioDigest = await reader.audioDigest(path, signal).catch(() => null);
  const result = await analyze();
  const isSame = before !== null && before === (await stateOf(path));
  return { result, audioDigest: isSame ? audioDigest : null };
}

/** What changes where a file does; null where it is not there. */
function stateOf(path: string): Promise<string | null> {
  return stat(fsPath(path), { bigint: true }).then(
    ({ ino, size, mtimeNs }) => `${ino} ${size} ${mtimeNs}`,
    () => null,
  );
}
