import type { FrontEndSpec } from '../../../training/dataset/front-end-spec.ts';
import type { LabelledTrack } from '../../../training/retrain/labelled-track.ts';
import { readAudioSpectrogram } from '../../../training/runtime/read-audio.ts';
import type { HeardTrack } from '../../../training/runtime/train-all-weights.ts';
import { throwIfCancelled, toErrorData } from '../../contract/app-error.ts';
import type { Decoder } from '../../pipeline/decode/decoder.ts';
import type { AnalysisProgress } from './analyze-labelled.ts';

/** How the sound of labelled tracks is read. */
export interface SoundReading {
  readonly decoder: Decoder;
  readonly frontEnd: FrontEndSpec;
  readonly signal?: AbortSignal;
}

/** What reading tells. */
export type SoundProgress =
  | { readonly kind: 'sound-read'; readonly done: number; readonly total: number }
  | Extract<AnalysisProgress, { kind: 'left-out' }>;

/**
 * Labelled tracks with their sound, in their order; files that cannot be decoded are left out.
 * @throws AppError cancelled
 */
export async function readLabelledSound(
  tracks: readonly LabelledTrack[],
  { decoder, frontEnd, signal }: SoundReading,
  onProgress: (progress: SoundProgress) => void,
): Promise<HeardTrack[]> {
  const heard: HeardTrack[] = [];
  for (const [index, track] of tracks.entries()) {
    try {
      const { spectrogram } = await readAudioSpectrogram(track.id, frontEnd, decoder, signal);
      heard.push({ ...track, spectrogram });
    } catch (error) {
      throwIfCancelled(signal);
      onProgress({ kind: 'left-out', path: track.id, error: toErrorData(error) });
    }
    onProgress({ kind: 'sound-read', done: index + 1, total: tracks.length });
  }
  return heard;
}
