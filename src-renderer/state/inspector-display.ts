import type { SpectrumSettings } from '../../src-main/contract/inspection.ts';
import { DEFAULT_SPECTRUM } from '../../src-main/contract/inspection.ts';
import { FFT_SIZES, OVERLAPS, SPECTRUM_CHANNELS, SPECTRUM_WINDOWS } from '../../src-main/contract/values.ts';
import type { ColourMapName } from '../../src-main/rendering/colour-map.ts';
import { COLOUR_MAPS } from '../../src-main/rendering/colour-map.ts';
import type { FrequencyScale } from '../../src-main/rendering/frequency-scale.ts';
import { FREQUENCY_SCALES } from '../../src-main/rendering/frequency-scale.ts';

/** How an inspected track is drawn; remembered from track to track. */
export interface InspectorDisplay {
  readonly spectrum: SpectrumSettings;
  readonly scale: FrequencyScale;
  readonly colourMap: ColourMapName;
  /** Decibels of the darkest and of the brightest colour. */
  readonly floorDecibels: number;
  readonly ceilingDecibels: number;
  /** Notes instead of Hz beside the rendering. */
  readonly showsNotes: boolean;
  /** Bars instead of time under the waveform, where the tempo is known. */
  readonly showsBars: boolean;
}

/** The display of the first track that is inspected. */
export const DEFAULT_DISPLAY: InspectorDisplay = {
  spectrum: DEFAULT_SPECTRUM,
  scale: 'mel',
  colourMap: 'magma',
  floorDecibels: -100,
  ceilingDecibels: -10,
  showsNotes: false,
  showsBars: false,
};

export const FLOOR_RANGE = { min: -140, max: -40 } as const;
export const CEILING_RANGE = { min: -35, max: 0 } as const;

/** Whether a stored value is a valid display. */
export function isDisplay(stored: unknown): boolean {
  if (typeof stored !== 'object' || stored === null) return false;
  const { spectrum, scale, colourMap, floorDecibels, ceilingDecibels, showsNotes, showsBars } =
    stored as Partial<InspectorDisplay>;
  return (
    typeof spectrum === 'object' &&
    FFT_SIZES.includes(spectrum.fftSize) &&
    OVERLAPS.includes(spectrum.overlap) &&
    SPECTRUM_WINDOWS.includes(spectrum.window) &&
    SPECTRUM_CHANNELS.includes(spectrum.channel) &&
    FREQUENCY_SCALES.includes(scale as FrequencyScale) &&
    COLOUR_MAPS.includes(colourMap as ColourMapName) &&
    typeof floorDecibels === 'number' &&
    typeof ceilingDecibels === 'number' &&
    floorDecibels < ceilingDecibels &&
    typeof showsNotes === 'boolean' &&
    typeof showsBars === 'boolean'
  );
}
