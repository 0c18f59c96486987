import { AppError, toErrorData } from '../contract/app-error.ts';
import type { SpectrumScanState } from '../contract/inspection.ts';
import { createDecoderFinder } from '../pipeline/decode/open-decoder.ts';
import { readAudioFormat } from '../pipeline/scan/read-audio-format.ts';
import { thumbnailOf } from '../pipeline/spectrum/thumbnail.ts';
import type { InspectionRequest } from './inspection-protocol.ts';
import { inspectionRequestSchema } from './inspection-protocol.ts';
import type { Listener, ListenerOptions } from './inspection/listening.ts';
import type { Tell } from './inspection/open-track.ts';
import { OpenTrack } from './inspection/open-track.ts';
import { serveParent } from './parent-port.ts';

type RequestOf<Kind extends InspectionRequest['kind']> = Extract<InspectionRequest, { kind: Kind }>;

const decoderFor = createDecoderFinder(import.meta.dirname);
let open: OpenTrack | null = null;
let newestSession = 0;
/** Kept from one track to the next while model and processor stay the same. */
let kept: { readonly key: string; readonly listener: Promise<Listener> } | null = null;

async function openTrack(request: RequestOf<'open'>, tell: Tell): Promise<SpectrumScanState> {
  closeTrack();
  newestSession = request.session;
  const [format, decoder] = await Promise.all([readAudioFormat(request.path), decoderFor(request.ffmpegPath)]);
  if (newestSession !== request.session) throw new AppError('cancelled');
  const track = new OpenTrack({ path: request.path, ...format }, request, decoder, tell);
  open = track;
  void track.read();
  return track.state;
}

function closeTrack(): void {
  open?.close();
  open = null;
  newestSession = 0;
}

function openOne(): OpenTrack {
  if (!open) throw new AppError('cancelled', 'The track is not open any more.');
  return open;
}

async function listenerFor({ model, modelRoots, provider }: RequestOf<'listen'>): Promise<Listener> {
  const key = JSON.stringify([model, modelRoots, provider]);
  if (kept?.key === key) return kept.listener;
  const before = kept;
  kept = { key, listener: startListener({ model, modelRoots, provider, workerFolder: import.meta.dirname }) };
  kept.listener.catch(() => (kept = null));
  await (await before?.listener.catch(() => null))?.close();
  return kept.listener;
}

/** ONNX Runtime takes its time to load; pictures do not wait for it. */
async function startListener(options: ListenerOptions): Promise<Listener> {
  const { Listener: Running } = await import('./inspection/listening.ts');
  return Running.start(options);
}

/** Answers when listening begins; what is heard is told as it comes. */
async function listen(request: RequestOf<'listen'>): Promise<null> {
  const track = openOne();
  const listener = await listenerFor(request);
  if (track === open) void track.listen(listener);
  return null;
}

async function answer(request: InspectionRequest, tell: Tell): Promise<unknown> {
  switch (request.kind) {
    case 'open':
      return openTrack(request, tell);
    case 'overview':
      return openOne().reading.overview(request.known);
    case 'preview':
      return openOne().preview;
    case 'thumbnail':
      return thumbnailOf(
        { path: request.path, ...(await readAudioFormat(request.path)) },
        await decoderFor(request.ffmpegPath),
      );
    case 'peaks':
      return openOne().reading.peaks(request.maxPoints);
    case 'segment':
      return openOne().segment(request.range);
    case 'listen':
      return listen(request);
    case 'modelInput':
      return openOne().modelInput(request.range);
    case 'saliency':
      return openOne().saliency(request.genre, request.seconds, request.method);
    case 'close':
      closeTrack();
      return null;
  }
}

serveParent(inspectionRequestSchema, (request, tell: Tell) => {
  answer(request, tell).then(
    (value) => tell({ kind: 'answer', id: request.id, value }),
    (error: unknown) => tell({ kind: 'refused', id: request.id, error: toErrorData(error) }),
  );
});
