import WaveSurfer from 'wavesurfer.js';
import Minimap from 'wavesurfer.js/plugins/minimap';
import type { Region } from 'wavesurfer.js/plugins/regions';
import Regions from 'wavesurfer.js/plugins/regions';
import type { TimeView } from '../../state/inspector-view.ts';
import type { TimeSpan } from '../../state/player.svelte.ts';
import type { Outline } from './outline.ts';

/** What a waveform tells. */
export interface WaveformEvents {
  /** The user scrolled: seconds at the left edge. */
  readonly onscroll: (start: number) => void;
  readonly onseek: (seconds: number) => void;
  readonly onselect: (span: TimeSpan | null) => void;
}

/** A waveform on screen. */
export interface Waveform {
  load(outline: Outline, durationSeconds: number): void;
  show(view: TimeView): void;
  select(span: TimeSpan | null): void;
  recolour(): void;
  destroy(): void;
}

/** What was selected elsewhere: drawing it is no selection of the user's. */
const SHOWN_REGION = 'shown';
const SELECTION_COLOUR = 'rgb(110 120 240 / 0.25)';

/** CSS custom properties that a canvas needs as plain colours. */
function colours(element: HTMLElement) {
  const probe = document.createElement('span');
  element.append(probe);
  const resolve = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const resolved = {
    wave: resolve('--color-control'),
    progress: resolve('--color-accent'),
    cursor: resolve('--color-text'),
  };
  probe.remove();
  return resolved;
}

/** The only place that knows wavesurfer.js: it draws outlines that were computed elsewhere and loads nothing itself. */
export function createWaveform(
  container: HTMLElement,
  minimap: HTMLElement,
  media: HTMLMediaElement,
  events: WaveformEvents,
): Waveform {
  const { wave, progress, cursor } = colours(container);
  const regions = Regions.create();
  const surfer = WaveSurfer.create({
    // With an outline from the start it loads nothing by itself: left alone, it would fetch whatever the player had last.
    container,
    media,
    peaks: [Float32Array.of(0, 0)],
    duration: 1,
    height: 'auto',
    waveColor: wave,
    progressColor: progress,
    cursorColor: cursor,
    cursorWidth: 1,
    hideScrollbar: true,
    autoScroll: false,
    interact: true,
    dragToSeek: false,
    plugins: [
      regions,
      Minimap.create({
        container: minimap,
        height: 24,
        waveColor: wave,
        progressColor: progress,
        cursorColor: cursor,
        overlayColor: 'rgb(128 128 160 / 0.35)',
      }),
    ],
  });
  const selection = selectionOf(regions, events.onselect);
  let isSetting = false;
  surfer.on('interaction', (seconds) => events.onseek(seconds));
  surfer.on('scroll', (start) => {
    if (!isSetting) events.onscroll(start);
  });
  // What is drawn is known already; a sound that cannot be played is told by the player.
  surfer.on('error', () => undefined);
  let view: TimeView | null = null;
  let selected: TimeSpan | null = null;

  function show(next: TimeView): void {
    view = next;
    if (!surfer.getDecodedData()) return;
    isSetting = true;
    const pixelsPerSecond = 1 / next.secondsPerPixel;
    if (Math.abs(surfer.options.minPxPerSec - pixelsPerSecond) > pixelsPerSecond * 1e-6) surfer.zoom(pixelsPerSecond);
    surfer.setScroll(next.start * pixelsPerSecond);
    isSetting = false;
  }

  return {
    show,
    load({ top, bottom }, durationSeconds) {
      // The address that it believes in already: the player alone decides what is played.
      void surfer.load(media.currentSrc || media.src, [top, bottom], durationSeconds).then(
        () => {
          if (view) show(view);
          selection.show(selected);
        },
        () => undefined,
      );
    },
    select(span) {
      selected = span;
      // A region that is drawn before there is a waveform would be cut to nothing.
      if (surfer.getDecodedData()) selection.show(span);
    },
    recolour() {
      const now = colours(container);
      surfer.setOptions({ waveColor: now.wave, progressColor: now.progress, cursorColor: now.cursor });
    },
    destroy: () => surfer.destroy(),
  };
}

/** The one region: dragged by the user, or shown because something else selected it. */
function selectionOf(
  regions: ReturnType<typeof Regions.create>,
  onselect: WaveformEvents['onselect'],
): { readonly show: (span: TimeSpan | null) => void } {
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
