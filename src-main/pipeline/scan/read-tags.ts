import { AppError, toErrorData } from '../../contract/app-error.ts';
import type { FileTags } from '../../contract/track.ts';
import type { FileReader } from './file-reader.ts';

type Reader = Pick<FileReader, 'metadata' | 'audioDigest'>;

/** Files that are asked for side by side: the reader's threads never wait for a message. */
const UNDER_WAY = 4;

/**
 * Reads what files say of themselves, and yields each as it is read. Never throws for a file's sake.
 * @param compared those whose digests are told too
 * @throws AppError cancelled
 */
export async function* readTags(
  paths: readonly string[],
  reader: Reader,
  signal: AbortSignal,
  compared: ReadonlySet<string> = new Set(),
): AsyncGenerator<FileTags> {
  const running = new Map<string, Promise<FileTags>>();
  const takeFirst = async () => {
    const file = await Promise.race(running.values());
    running.delete(file.path);
    return file;
  };
  for (const path of new Set(paths)) {
    if (signal.aborted) break;
    running.set(path, compared.has(path) ? readBoth(path, reader, signal) : readOne(path, reader, signal));
    const file = running.size >= UNDER_WAY ? await takeFirst() : null;
    if (file && !signal.aborted) yield file;
  }
  while (running.size > 0) {
    const file = await takeFirst();
    if (!signal.aborted) yield file;
  }
  if (signal.aborted) throw new AppError('cancelled');
}

function readOne(path: string, reader: Reader, signal: AbortSignal): Promise<FileTags> {
  return reader.metadata(path, signal).then(
    (metadata) => ({ path, outcome: { ok: true, metadata } }),
    (error: unknown) => ({ path, outcome: { ok: false, error: toErrorData(error) } }),
  );
}

async function readBoth(path: string, reader: Reader, signal: AbortSignal): Promise<FileTags> {
  const [file, audioDigest] = await Promise.all([
    readOne(path, reader, signal),
    // A file whose sound is not known again is analysed.
    reader.audioDigest(path, signal).catch(() => null),
  ]);
  return { ...file, ...(audioDigest !== null && { audioDigest }) };
}
