import { setTimeout } from 'node:timers/promises';
import type { TrackId } from '../contract/track.ts';
import { pictureType } from '../pipeline/scan/picture-type.ts';
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
 * Serves the cover of a track's album, as the file readers find it: 204 where there is none, 503 where too many are being
 * read. The bytes are a user's file: the page decodes them, in its sandbox.
 */
export function createCoverHandler({
  pathOf,
  reader,
}: Pick<MediaSources, 'pathOf' | 'reader'>): (id: TrackId, request: Request) => Promise<Response> {
  const slots = createSlots(MOST_COVERS);
  return async (id, request) => {
    const free = slots.take();
    if (free === null) return without(503);
    try {
      const late = setTimeout(PATIENCE_MILLISECONDS, null, { ref: false });
      const bytes = await Promise.race([reader.cover(pathOf(id), request.signal), late]);
      const type = bytes && pictureType(bytes);
      if (!bytes || !type) return without(204);
      return new Response(new Uint8Array(bytes), { headers: { 'content-type': type } });
    } catch {
      return without(204);
    } finally {
      free();
    }
  };
}

function without(status: 204 | 503): Response {
  return new Response(null, { status });
}
