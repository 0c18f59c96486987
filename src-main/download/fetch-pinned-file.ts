import { AppError, throwIfCancelled } from '../contract/app-error.ts';
import type { DownloadProgress } from '../contract/networks.ts';
import { ArrivalRate } from './arrival-rate.ts';
import { getFollowing } from './follow-redirects.ts';
import type { HttpGet, HttpResponse } from './http-get.ts';
import type { PinnedFile } from './part-file.ts';
import { PartFile } from './part-file.ts';
import { Watchdog } from './watchdog.ts';

/** What a download works with. */
export interface DownloadOptions {
  /** Where the file grows; what was fetched stays there if the download ends early. */
  readonly folder: string;
  readonly get: HttpGet;
  /** A loopback origin that may be asked without HTTPS; null outside tests. */
  readonly testOrigin: string | null;
  /** How long a server may take to answer, and then to send {@link LEAST_BYTES} more. */
  readonly patienceMilliseconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with every piece. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** Fewer bytes than these within the time of patience count as none. */
const LEAST_BYTES = 1024;

/**
 * Fetches a file whose size and SHA-256 are known, or the rest of it where an earlier download was interrupted. A part
 * that turns out wrong is fetched anew once.
 * @returns the path of the file, whose bytes on the disk are the pinned ones
 * @throws AppError download-unreachable, download-missing, download-refused, download-different, download-cut,
 *   download-stalled, proxy-refused, cancelled, disk-full, and as the file system
 */
export async function fetchPinnedFile(file: PinnedFile, options: DownloadOptions): Promise<string> {
  throwIfCancelled(options.signal);
  const part = await PartFile.open(options.folder, file);
  try {
    if (await part.isRight()) return part.path;
    if (part.length >= file.bytes) await part.empty();
    for (const attempt of part.length > 0 ? ['rest', 'anew'] : ['anew']) {
      if (attempt === 'anew') await part.empty();
      if ((await fetchRest(part, file, options)) && (await part.isRight())) return part.path;
    }
    await part.empty();
    throw new AppError('download-different', file.address);
  } finally {
    await part.close();
  }
}

/** @returns false where the server's file cannot be the pinned one @throws AppError as {@link fetchPinnedFile} */
async function fetchRest(part: PartFile, file: PinnedFile, options: DownloadOptions): Promise<boolean> {
  const watchdog = new Watchdog(options.signal);
  try {
    const response = await request(part, file, options, watchdog);
    try {
      if (!(await isExpected(response, part, file))) return false;
      await receive(response, part, file, options, watchdog);
      return true;
    } finally {
      response.close();
    }
  } finally {
    watchdog.rest();
  }
}

async function request(
  part: PartFile,
  { address }: PinnedFile,
  { get, testOrigin, patienceMilliseconds }: DownloadOptions,
  watchdog: Watchdog,
): Promise<HttpResponse> {
  // Compressed bytes would be neither the pinned ones nor as many.
  const headers = { 'accept-encoding': 'identity', ...(part.length > 0 && { range: `bytes=${part.length}-` }) };
  watchdog.expect(patienceMilliseconds, new AppError('download-unreachable', 'The server did not answer in time.'));
  try {
    return await getFollowing(get, address, headers, { signal: watchdog.signal, testOrigin });
  } catch (error) {
    throw watchdog.failure ?? asAppError(error, 'download-unreachable');
  }
}

/**
 * Whether the body continues the part, or is the whole file; for the latter the part is emptied.
 * @returns false where it has another size than the pinned file @throws AppError by the status
 */
async function isExpected(response: HttpResponse, part: PartFile, file: PinnedFile): Promise<boolean> {
  const { status } = response;
  if (status === 206)
    return response.header('content-range') === `bytes ${part.length}-${file.bytes - 1}/${file.bytes}`;
  // The part does not fit the server's file.
  if (status === 416 && part.length > 0) return false;
  if (status === 404 || status === 410) throw new AppError('download-missing', `${file.address}: status ${status}`);
  if (status === 407) throw new AppError('proxy-refused', 'The proxy wants a name and a password (status 407).');
  if (status !== 200) throw new AppError('download-refused', `${file.address}: status ${status}`);
  if (part.length > 0) await part.empty();
  const length = response.header('content-length');
  return length === null || Number(length) === file.bytes;
}

/** Appends the body; more bytes than expected are not taken. @throws AppError download-cut, download-stalled, cancelled */
async function receive(
  response: HttpResponse,
  part: PartFile,
  { bytes }: PinnedFile,
  { onProgress, patienceMilliseconds }: DownloadOptions,
  watchdog: Watchdog,
): Promise<void> {
  const rate = new ArrivalRate();
  const wait = () => watchdog.expect(patienceMilliseconds, new AppError('download-stalled'));
  let counted = part.length;
  wait();
  for await (const piece of piecesOf(response, watchdog)) {
    await part.append(piece);
    if (part.length > bytes) return;
    if (part.length - counted >= LEAST_BYTES) {
      counted = part.length;
      wait();
    }
    rate.note(part.length, performance.now());
    onProgress?.({ received: part.length, total: bytes, etaSeconds: rate.secondsUntil(bytes) });
  }
  if (part.length < bytes) throw new AppError('download-cut', `${part.length} of ${bytes} bytes`);
}

/** The body's pieces, with the network's failures as ours. */
async function* piecesOf({ body }: HttpResponse, watchdog: Watchdog): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw watchdog.failure ?? asAppError(error, 'download-cut');
  }
  // Some streams end without an error when they are aborted.
  if (watchdog.failure) throw watchdog.failure;
}

function asAppError(error: unknown, code: 'download-unreachable' | 'download-cut'): AppError {
  if (error instanceof AppError) return error;
  return new AppError(code, error instanceof Error ? error.message : String(error), { cause: error });
}
