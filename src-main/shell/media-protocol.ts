import { AppError } from '../contract/app-error.ts';
import type { TrackId } from '../contract/track.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import type { VirtualWave } from '../pipeline/decode/wave-file.ts';
import { virtualWave } from '../pipeline/decode/wave-file.ts';
import type { FileReader } from '../pipeline/scan/file-reader.ts';
import { parseByteRange } from './byte-range.ts';
import { createSlots } from './slots.ts';

/** What serving sound needs. */
export interface MediaSources {
  readonly pathOf: (id: TrackId) => string;
  /** Whether a file is a track of the library. */
  readonly isTrack: (path: string) => boolean;
  /** By the program that the settings name now. */
  readonly decoder: () => Promise<Decoder>;
  readonly reader: FileReader;
}

/** Each is a decoder; a player has one or two open, and for a moment those that it turned away from. */
const MOST_STREAMS = 16;
const ADDRESS = /^\/media\/([1-9]\d{0,15})$/;

/** The track that an address of the page's own origin names; null if it names none. */
export function mediaTrack(pathname: string): TrackId | null {
  const id = ADDRESS.exec(pathname)?.[1];
  return id === undefined ? null : Number(id);
}

/** Serves a track's sound as a WAVE file, in any byte range, decoded on the fly; 503 where too many are being read. */
export function createMediaHandler(sources: MediaSources): (id: TrackId, request: Request) => Promise<Response> {
  const slots = createSlots(MOST_STREAMS);
  return async (id, request) => {
    const free = slots.take();
    if (free === null) return refuse(503, 'Too many sounds are being read');
    try {
      const path = sources.pathOf(id);
      const format = await sources.reader.format(path, request.signal);
      return serve(virtualWave(path, format, await sources.decoder()), request, free);
    } catch (error) {
      free();
      const isMissing = error instanceof AppError && error.code === 'file-not-found';
      return refuse(isMissing ? 404 : 500, 'The sound cannot be read');
    }
  };
}

function refuse(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain' } });
}

/** @param free is called when no more of the sound is read */
function serve(wave: VirtualWave, request: Request, free: () => void): Response {
  const headers = {
    'content-type': 'audio/wav',
    'accept-ranges': 'bytes',
  };
  const range = parseByteRange(request.headers.get('range'), wave.size);
  if (range === 'unsatisfiable') {
    free();
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${wave.size}` } });
  }
  const { start, end } = range ?? { start: 0, end: wave.size - 1 };
  const body = toStream((signal) => wave.read(start, end, signal), free);
  return new Response(body, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(end - start + 1),
      ...(range ? { 'content-range': `bytes ${start}-${end}/${wave.size}` } : {}),
    },
  });
}

/** Reads ahead no further than it is asked to; a player that turns away ends the decoder. */
function toStream(
  open: (signal: AbortSignal) => AsyncGenerator<Uint8Array>,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const cancelled = new AbortController();
  const chunks = open(cancelled.signal);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (!done) return controller.enqueue(value);
        ended();
        controller.close();
      } catch (error) {
        ended();
        throw error;
      }
    },
    async cancel() {
      cancelled.abort();
      await chunks.return(undefined).catch(() => undefined);
      ended();
    },
  });
}
