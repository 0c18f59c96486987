import { parentProcessPort } from '../channel/parent-port.ts';
import type { RequestOf } from '../channel/protocol.ts';
import type { Emit } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { AppError } from '../contract/app-error.ts';
import type { SpectrumScanState } from '../contract/inspection.ts';
import { createDecoderFinder } from '../pipeline/decode/open-decoder.ts';
import { createFileReader } from '../pipeline/scan/file-reader.ts';
import { keptScan } from '../pipeline/spectrum/scan-cache.ts';
import { thumbnailOf } from '../pipeline/spectrum/thumbnail.ts';
import type { InspectionProtocol } from './inspection-protocol.ts';
import { inspectionProtocol } from './inspection-protocol.ts';
import { FormatsAhead } from './inspection/formats-ahead.ts';
import type { Listener, ListenerOptions } from './inspection/listening.ts';
import { OpenTrack } from './inspection/open-track.ts';

type OpenRequest = RequestOf<InspectionProtocol, 'open'>;
type ListenRequest = RequestOf<InspectionProtocol, 'listen'>;

const decoderFor = createDecoderFinder(import.meta.dirname);
const reader = createFileReader(import.meta.dirname);
const formats = new FormatsAhead((path, signal) => reader.format(path, signal));
let open: OpenTrack | null = null;
let newestSession = 0;
/** Aborted when the track that is being opened is not wanted any more. */
let opening = new AbortController();
/** Kept from one track to the next while model and processor stay the same. */
let kept: { readonly key: string; readonly listener: Promise<Listener> } | null = null;

async function openTrack(request: OpenRequest, emit: Emit<InspectionProtocol>): Promise<SpectrumScanState> {
  closeTrack();
  newestSession = request.session;
  const { path, settings, cache } = request;
  const known = formats.format(path, opening.signal).then((format) => ({ path, ...format }));
  const [source, decoder, kept] = await Promise.all([
    known,
    decoderFor(request.ffmpegPath),
    keptScan(path, known, settings, cache),
  ]);
  if (newestSession !== request.session) throw new AppError('cancelled');
  const track = new OpenTrack(source, { ...request, kept }, decoder, emit);
  open = track;
  void track.read();
  return track.state;
}

function closeTrack(): void {
  open?.close();
  opening.abort();
  opening = new AbortController();
  open = null;
  newestSession = 0;
}

function openOne(): OpenTrack {
  if (!open) throw new AppError('cancelled', 'The track is not open any more.');
  return open;
}

async function listenerFor({ model, modelRoots, provider }: ListenRequest): Promise<Listener> {
  const key = JSON.stringify([model, modelRoots, provider]);
  if (kept?.key === key) return kept.listener;
  const before = kept;
  const listener = startListener({ model, modelRoots, provider, workerFolder: import.meta.dirname });
  const started = { key, listener };
  kept = started;
  // While the one before is closed, another request may have put its own here.
  listener.catch(() => kept === started && (kept = null));
  await (await before?.listener.catch(() => null))?.close();
  return listener;
}

/** ONNX Runtime takes its time to load; spectrograms do not wait for it. */
async function startListener(options: ListenerOptions): Promise<Listener> {
  const { Listener: Running } = await import('./inspection/listening.ts');
  return Running.start(options);
}

/** Answers when listening begins; what is heard is told as it comes. */
async function listen(request: ListenRequest): Promise<null> {
  const track = openOne();
  const listener = await listenerFor(request);
  if (track === open) void track.listen(listener).then(() => track === open && track.prepareNext());
  return null;
}

serve(parentProcessPort(), inspectionProtocol, {
  async prepare({ path, ffmpegPath }) {
    formats.prepare(path);
    (await decoderFor(ffmpegPath)).prepare?.(path);
    return null;
  },
  open: (request, { emit }) => openTrack(request, emit),
  overview: ({ known }) => openOne().scan.overview(known),
  preview: () => openOne().preview,
  thumbnail: async ({ path, ffmpegPath }, { signal }) =>
    thumbnailOf({ path, ...(await reader.format(path, signal)) }, await decoderFor(ffmpegPath)),
  peaks: ({ maxPoints }) => openOne().scan.peaks(maxPoints),
  waveform: ({ span }) => openOne().waveform(span),
  level: (segment) => openOne().level(segment),
  tile: ({ range }) => openOne().tile(range),
  listen,
  modelInput: ({ range }) => openOne().modelInput(range),
  saliency: ({ name, seconds, method }) => openOne().saliency(name, seconds, method),
  close() {
    open?.prepareNext();
    closeTrack();
    return null;
  },
});
