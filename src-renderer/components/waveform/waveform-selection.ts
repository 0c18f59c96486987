import type Regions from 'wavesurfer.js/plugins/regions';
import type { Region } from 'wavesurfer.js/plugins/regions';
import type { TimeSpan } from '../../state/player.svelte.ts';

/** wavesurfer's plugin for marked parts. */
export type RegionsPlugin = ReturnType<typeof Regions.create>;

/** What was selected elsewhere: drawing it is no selection of the user's. */
const SHOWN_REGION = 'shown';
const SELECTION_COLOUR = 'rgb(110 120 240 / 0.25)';

/** The part of a waveform that is marked. */
export interface WaveformSelection {
  readonly show: (span: TimeSpan | null) => void;
}

/** The one region of a waveform: dragged by the user, or shown because something else selected it. */
export function waveformSelection(regions: RegionsPlugin, onselect: (span: TimeSpan) => void): WaveformSelection {
  let current: Region | null = null;
  regions.enableDragSelection({ color: SELECTION_COLOUR });
  regions.on('region-created', (region) => {
    if (region.id === SHOWN_REGION) return;
    current?.remove();
    current = region;
    onselect({ start: region.start, end: region.end });
  });
  regions.on('region-updated', ({ start, end }) => onselect({ start, end }));
  return {
    show(span) {
      if (span && current?.start === span.start && current.end === span.end) return;
      current?.remove();
      current = span && regions.addRegion({ ...span, id: SHOWN_REGION, color: SELECTION_COLOUR });
    },
  };
}
