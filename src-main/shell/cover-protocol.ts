import { setTimeout } from 'node:timers/promises';
import type { TrackId } from '../contract/track.ts';
import { pictureType } from '../pipeline/scan/picture-type.ts';
import { KeptCovers, LARGEST_KEPT_COVER } from './kept-covers.ts';
import type { MediaSources } from './media-protocol.ts';
import { createSlots } from './slots.ts';

/** Each may take as much memory as the largest cover. */
const MOST_COVERS = 4;
const ADDRESS = /^\/cover\/([1-9]\d{0,15})$/;
const PATIENCE_MILLISECONDS = 5_000;

/** The track whose cover an address of the page's own origin names; null if it names none. */
export function coverTrack(pathname: string): TrackId | null {
  const id = ADDRESS.exec(pathname)?.[1];
  return id === undefined ? null : Number(id);
}

/**
 * Serves the cover of a track's album: in small where it is kept, or else as the file readers find it, and then the key
 * is its `etag`, by which the page gives it back in small (PUT, `if-match`). 204 where there is none, which is kept too;
 * 503 where too many are being read. The bytes are a user's file: the page decodes them, in its sandbox.
 * @param folder where small covers are kept
 */
export function createCoverHandler(
  { pathOf, reader }: Pick<MediaSources, 'pathOf' | 'reader'>,
  folder: string,
): (id: TrackId, request: Request) => Promise<Response> {
  const kept = new KeptCovers(folder);
  const slots = { GET: createSlots(MOST_COVERS), PUT: createSlots(MOST_COVERS) };
  async function serve(path: string, signal: AbortSignal): Promise<Response> {
    const key = await reader.coverKey(path, signal);
    const small = key && (await kept.find(key));
    if (small) return withPicture(small);
    const bytes = await reader.cover(path, signal);
    if (!bytes && key) await kept.keepNone(key);
    return withPicture(bytes, key ? { etag: key } : {});
  }
  async function keep(path: string, request: Request): Promise<Response> {
    const key = request.headers.get('if-match');
    const picture = await readUpTo(request, LARGEST_KEPT_COVER);
    // The file may have changed since the cover was read.
    if (picture && key !== null && key === (await reader.coverKey(path, request.signal))) await kept.keep(key, picture);
    return without(204);
  }
  return async (id, request) => {
    const free = slots[request.method === 'PUT' ? 'PUT' : 'GET'].take();
    if (free === null) return without(503);
    try {
      const path = pathOf(id);
      if (request.method === 'PUT') return await keep(path, request);
      const late = setTimeout(PATIENCE_MILLISECONDS, without(204), { ref: false });
      return await Promise.race([serve(path, request.signal), late]);
    } catch {
      return without(204);
    } finally {
      free();
    }
  };
}

/** What a request brings; null where it is nothing, or more than so many bytes. */
async function readUpTo({ body }: Request, mostBytes: number): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    length += piece.length;
    // Leaving the loop ends the stream.
    if (length > mostBytes) return null;
    pieces.push(piece);
  }
  return length === 0 ? null : Buffer.concat(pieces);
}

function withPicture(bytes: Uint8Array | null, headers: Readonly<Record<string, string>> = {}): Response {
  const type = bytes && pictureType(bytes);
  if (!bytes || !type) return without(204);
  return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-type': type } });
}

function without(status: 204 | 503): Response {
  return new Response(null, { status });
}
