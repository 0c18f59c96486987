import { join } from 'node:path';
import { AppError, toErrorData } from '../contract/app-error.ts';
import type { ReadingState, SpectrumSettings } from '../contract/inspection.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import { createDecoderFinder } from '../pipeline/decode/locate-ffmpeg.ts';
import { readAudioFormat } from '../pipeline/scan/read-audio-format.ts';
import type { ColumnRange } from '../pipeline/spectrum/read-stretch.ts';
import { readStretch } from '../pipeline/spectrum/read-stretch.ts';
import { TrackReading } from '../pipeline/spectrum/track-reading.ts';
import type { InspectionReply, InspectionRequest } from './inspection-protocol.ts';
import { inspectionRequestSchema } from './inspection-protocol.ts';
import { serveParent } from './parent-port.ts';

type Tell = (reply: InspectionReply) => void;
type OpenRequest = Extract<InspectionRequest, { kind: 'open' }>;

const PROGRESS_MILLISECONDS = 200;

/** The one track that is looked into. */
class OpenTrack {
  readonly reading: TrackReading;
  readonly #settings: SpectrumSettings;
  readonly #decoder: Decoder;
  readonly #tell: Tell;
  readonly #closed = new AbortController();
  #state: ReadingState;
  #stretch = new AbortController();

  constructor(reading: TrackReading, { session, settings }: OpenRequest, decoder: Decoder, tell: Tell) {
    this.reading = reading;
    this.#settings = settings;
    this.#decoder = decoder;
    this.#tell = tell;
    const { sampleRate, channels, durationSeconds } = reading.source;
    this.#state = { session, phase: 'reading', sampleRate, channels, durationSeconds, seconds: 0, error: null };
  }

  get state(): ReadingState {
    return this.#state;
  }

  /** Reads the whole file, telling how far it is. */
  async read(): Promise<void> {
    let told = Date.now();
    const onProgress = () => {
      if (Date.now() - told < PROGRESS_MILLISECONDS) return;
      told = Date.now();
      this.#update({});
    };
    try {
      await this.reading.run(this.#decoder, onProgress, this.#closed.signal);
      this.#update({ phase: 'done', durationSeconds: this.reading.seconds });
    } catch (error) {
      if (!this.#closed.signal.aborted) this.#update({ phase: 'failed', error: toErrorData(error) });
    }
  }

  /** A newer stretch takes the place of one that is under way. @throws AppError cancelled */
  stretch(range: ColumnRange): ReturnType<typeof readStretch> {
    this.#stretch.abort();
    this.#stretch = new AbortController();
    return readStretch(this.reading.source, this.#settings, range, this.#decoder, AbortSignal.any([this.#stretch.signal, this.#closed.signal]));
  }

  close(): void {
    this.#closed.abort();
  }

  #update(change: Partial<ReadingState>): void {
    this.#state = { ...this.#state, seconds: this.reading.seconds, ...change };
    this.#tell({ kind: 'reading', state: this.#state });
  }
}

let open: OpenTrack | null = null;
let newestSession = 0;

const decoderFor = createDecoderFinder(join(import.meta.dirname, 'ffmpeg-core.worker.js'));

async function openTrack(request: OpenRequest, tell: Tell): Promise<ReadingState> {
  open?.close();
  open = null;
  newestSession = request.session;
  const [format, found] = await Promise.all([readAudioFormat(request.path), decoderFor(request.ffmpegPath)]);
  if (newestSession !== request.session) throw new AppError('cancelled');
  const track = new OpenTrack(new TrackReading({ path: request.path, ...format }, request.settings), request, found, tell);
  open = track;
  void track.read();
  return track.state;
}

function openOne(): OpenTrack {
  if (!open) throw new AppError('cancelled', 'The track is not open any more.');
  return open;
}

async function answer(request: InspectionRequest, tell: Tell): Promise<unknown> {
  switch (request.kind) {
    case 'open':
      return openTrack(request, tell);
    case 'overview':
      return openOne().reading.overview(request.known);
    case 'peaks':
      return openOne().reading.peaks(request.maxPoints);
    case 'stretch':
      return openOne().stretch(request.range);
    case 'close':
      open?.close();
      open = null;
      newestSession = 0;
      return null;
  }
}

serveParent(inspectionRequestSchema, (request, tell: Tell) => {
  answer(request, tell).then(
    (value) => tell({ kind: 'answer', id: request.id, value }),
    (error: unknown) => tell({ kind: 'refused', id: request.id, error: toErrorData(error) }),
  );
});
