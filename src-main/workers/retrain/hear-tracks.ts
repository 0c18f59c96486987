import { access } from 'node:fs/promises';
import type { HeardTrack } from '../../../training/runtime/train-all-weights.ts';
import { readAudioPicture } from '../../../training/runtime/read-audio.ts';
import type { NamedTrack } from '../../../training/retrain/label-set.ts';
import type { LabelledTrack } from '../../../training/retrain/labelled-track.ts';
import type { RequestOf } from '../../channel/protocol.ts';
import type { ErrorCode } from '../../contract/error-codes.ts';
import { AppError } from '../../contract/app-error.ts';
import type { Decoder } from '../../pipeline/decode/decoder.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import { packetMd5 } from '../../pipeline/decode/packet-md5.ts';
import { startEngine } from '../../pipeline/engine.ts';
import type { RetrainProtocol } from '../retrain-protocol.ts';

type RetrainRequest = RequestOf<RetrainProtocol, 'retrain'>;
type HashRequest = RequestOf<RetrainProtocol, 'soundHash'>;
type OnHeard = (done: number, total: number) => void;

const JOBS = 2;

/** Labelled tracks with features. What no analysis by the base has kept is heard now; files that cannot be are left out. */
export async function hearFeatures(
  { tracks, ...request }: RetrainRequest,
  workerFolder: string,
  onHeard: OnHeard,
): Promise<NamedTrack[]> {
  const heard = new Map<string, Float32Array>(
    tracks.flatMap(({ path, features }) => (features ? [[path, features] as const] : [])),
  );
  const unheard = tracks.filter(({ features }) => !features).map(({ path }) => path);
  onHeard(0, unheard.length);
  if (unheard.length > 0) {
    const engine = await startEngine({ ...request, model: request.base, provider: 'auto', workerFolder, threads: 1 });
    try {
      let done = 0;
      for await (const { path, outcome } of engine.analyze(unheard, { window: request.window, jobs: JOBS })) {
        if (outcome.ok) heard.set(path, outcome.analysis.embedding);
        onHeard(++done, unheard.length);
      }
    } finally {
      await engine.close();
    }
  }
  return tracks.flatMap(({ path, names, artist, album, folder, isNew }): NamedTrack[] => {
    const features = heard.get(path);
    return features ? [{ id: path, names, artist, album, folder, isNew, features }] : [];
  });
}

/** Labelled tracks with their sound; files that cannot be decoded are left out. */
export async function hearSound(
  tracks: readonly LabelledTrack[],
  hopLength: number,
  { ffmpegPath }: RetrainRequest,
  workerFolder: string,
  onHeard: OnHeard,
): Promise<HeardTrack[]> {
  const decoder = await openDecoder(ffmpegPath, workerFolder);
  const heard: HeardTrack[] = [];
  for (const [index, track] of tracks.entries()) {
    const sound = await readAudioPicture(track.id, hopLength, decoder).catch(() => null);
    if (sound) heard.push({ ...track, picture: sound.picture });
    onHeard(index + 1, tracks.length);
  }
  return heard;
}

let kept: { readonly ffmpegPath: string | null; readonly decoder: Decoder } | null = null;

/** Failures that trying again does not mend. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'file-corrupt',
  'file-empty',
  'file-not-audio',
  'file-protected',
]);

/** Hash of a file's audio packets; empty where they cannot be read, null where that cannot be said now. */
export async function soundHash({ path, ffmpegPath }: HashRequest, workerFolder: string): Promise<string | null> {
  if (
    !(await access(path).then(
      () => true,
      () => false,
    ))
  )
    return null;
  if (kept?.ffmpegPath !== ffmpegPath)
    kept = {
      ffmpegPath,
      decoder: await openDecoder(ffmpegPath, workerFolder),
    };
  return packetMd5(path, kept.decoder).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    return UNREADABLE.has(error.code) ? '' : null;
  });
}
