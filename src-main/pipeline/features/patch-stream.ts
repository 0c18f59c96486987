import { powerToDecibels } from './decibels.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { inputRows } from './feature-spec.ts';

/** One model input: `values` is [rows, patchFrames], normalised. */
export interface Patch {
  /** Of the analysed stretch, in frames. */
  readonly startFrame: number;
  readonly frames: number;
  readonly values: Float32Array;
}

/** Turns mel power frames into normalised patches as soon as their surroundings are known. */
export interface PatchStream {
  push(energies: Float64Array): void;
  /** Emits what was waiting for frames that will not come. @returns what the stretch held */
  finish(): { readonly frames: number; readonly peakDecibels: number };
}

/**
 * A patch's decibels are relative to the loudest band of the `referenceSeconds` around it (moved inward
 * at the ends, so a half-minute clip is relative to its own maximum, as in training). Kept in memory: that many
 * seconds of frames. The last patch ends with the stretch; a stretch shorter than a patch is repeated to fill it.
 */
export function createPatchStream(spec: FeatureSpec, onPatch: (patch: Patch) => void): PatchStream {
  const contextFrames = Math.max(spec.patchFrames, Math.round((spec.referenceSeconds * spec.sampleRate) / spec.hopLength));
  const history: Float32Array[] = [];
  const peaks: number[] = [];
  let dropped = 0;
  let nextStart = 0;
  let peakDecibels = -Infinity;
  const total = () => dropped + history.length;

  function emit(startFrame: number, contextStart: number): void {
    const first = Math.max(0, contextStart) - dropped;
    const reference = peaks.slice(first, first + contextFrames).reduce((a, b) => Math.max(a, b), -Infinity);
    const offset = startFrame - dropped;
    const count = Math.min(spec.patchFrames, history.length - offset);
    const frames = Array.from({ length: spec.patchFrames }, (_, index) => history[offset + (index % count)] as Float32Array);
    onPatch({ startFrame, frames: count, values: patchValues(spec, frames, reference) });
  }

  function contextStartOf(startFrame: number): number {
    return startFrame + Math.round((spec.patchFrames - contextFrames) / 2);
  }

  function forget(): void {
    const needed = Math.max(0, Math.min(nextStart, contextStartOf(nextStart), total() - contextFrames));
    if (needed - dropped < contextFrames) return;
    history.splice(0, needed - dropped);
    peaks.splice(0, needed - dropped);
    dropped = needed;
  }

  function emitReady(): void {
    for (;;) {
      const contextStart = Math.max(0, contextStartOf(nextStart));
      if (contextStart + contextFrames > total()) return;
      emit(nextStart, contextStart);
      nextStart += spec.patchHopFrames;
      forget();
    }
  }

  return {
    push(energies) {
      const decibels = Float32Array.from(energies, powerToDecibels);
      const peak = decibels.reduce((a, b) => Math.max(a, b), -Infinity);
      history.push(decibels);
      peaks.push(peak);
      peakDecibels = Math.max(peakDecibels, peak);
      emitReady();
    },
    finish() {
      const frames = total();
      const contextStart = frames - contextFrames;
      const last = Math.max(0, frames - spec.patchFrames);
      for (; nextStart <= last && frames > 0; nextStart += spec.patchHopFrames) emit(nextStart, contextStart);
      const uncovered = last - (nextStart - spec.patchHopFrames);
      if (frames > 0 && uncovered > spec.patchHopFrames / 4) emit(last, contextStart);
      return { frames, peakDecibels };
    },
  };
}

/** Clamps, averages neighbouring bands and normalises: [patchFrames] frames of [melBands] dB → [rows, patchFrames]. */
function patchValues(spec: FeatureSpec, frames: readonly Float32Array[], reference: number): Float32Array {
  const rows = inputRows(spec);
  const values = new Float32Array(rows * frames.length);
  frames.forEach((frame, column) => {
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let band = row * spec.bandsPerRow; band < (row + 1) * spec.bandsPerRow; band++) {
        sum += Math.max(-spec.rangeDecibels, (frame[band] as number) - reference);
      }
      const mean = spec.normalisation.mean[row] as number;
      const deviation = spec.normalisation.deviation[row] as number;
      values[row * frames.length + column] = (sum / spec.bandsPerRow - mean) / deviation;
    }
  });
  return values;
}
