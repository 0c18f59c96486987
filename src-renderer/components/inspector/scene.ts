import { MODEL_INPUT_LEVELS } from '../../../src-main/rendering/figure.ts';
import { frequencyAxis, LOWEST_LOG_HERTZ, type FrequencyAxis } from '../../../src-main/rendering/frequency-scale.ts';
import { melRowAt } from '../../../src-main/rendering/mel-rows.ts';
import type { InspectorStore } from '../../state/inspector-store.svelte.ts';
import type { SpectrogramScene } from './spectrogram-painter.ts';

/** The frequencies of a rendering. */
export interface FrequencySpan {
  readonly range: { readonly minHertz: number; readonly maxHertz: number };
  readonly axis: FrequencyAxis;
}

/** What a rendering shows, wherever and however large it is drawn. */
export interface SceneContent extends FrequencySpan, Omit<SpectrogramScene, 'start' | 'end' | 'width' | 'height'> {
  readonly unit: 'dBFS' | 'σ';
}

/** From the bottom to the top of the rendering on screen. */
export function frequencySpan({ display, listening, sampleRate }: InspectorStore): FrequencySpan {
  const range = {
    minHertz: display.scale === 'log' ? LOWEST_LOG_HERTZ : 0,
    maxHertz: (listening.shownInput ? listening.state?.input?.maxHertz : undefined) ?? sampleRate / 2,
  };
  return { range, axis: frequencyAxis(display.scale, range) };
}

/** The spectrum as it is set up, or the track as the model sees it. */
export function sceneContentOf(inspector: InspectorStore): SceneContent {
  const { data, display, listening, sampleRate } = inspector;
  const shared = { ...frequencySpan(inspector), colourMap: display.colourMap };
  const input = listening.state?.input;
  if (listening.shownInput && input) {
    return {
      ...shared,
      ...MODEL_INPUT_LEVELS,
      sampleRate: input.sampleRate,
      binAt: melRowAt(input),
      tiles: [listening.shownInput],
    };
  }
  const tiles = [...(data.preview ? [data.preview.spectrogram] : []), ...data.overview, ...data.tiles()];
  return {
    ...shared,
    floor: display.floorDecibels,
    ceiling: display.ceilingDecibels,
    unit: 'dBFS',
    sampleRate,
    binAt: (hertz) => (hertz * display.spectrum.fftSize) / sampleRate,
    tiles,
  };
}
