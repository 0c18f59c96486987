import WaveSurfer from 'wavesurfer.js';
import Minimap from 'wavesurfer.js/plugins/minimap';
import Regions from 'wavesurfer.js/plugins/regions';
import type { TimeView } from '../../state/inspector-view.ts';
import type { TimeSpan } from '../../state/player.svelte.ts';
import type { Outline } from './outline.ts';
import { waveformColours } from './waveform-colours.ts';
import { waveformSelection, type RegionsPlugin, type WaveformSelection } from './waveform-selection.ts';

/** What a waveform tells. */
export interface WaveformEvents {
  /** The user scrolled: seconds at the left edge. */
  readonly onscroll: (start: number) => void;
  readonly onseek: (seconds: number) => void;
  readonly onselect: (span: TimeSpan | null) => void;
}

/** Where a waveform is drawn, and what plays it. */
export interface WaveformPlace {
  readonly container: HTMLElement;
  readonly minimap: HTMLElement;
  readonly media: HTMLMediaElement;
}

const MINIMAP_HEIGHT = 24;
const OVERLAY_COLOUR = 'rgb(128 128 160 / 0.35)';

/**
 * A waveform by wavesurfer.js, which no file outside of this folder knows: it draws outlines that were computed
 * elsewhere and loads nothing itself.
 */
export class Waveform {
  readonly #place: WaveformPlace;
  readonly #surfer: WaveSurfer;
  readonly #selection: WaveformSelection;
  #view: TimeView | null = null;
  #selected: TimeSpan | null = null;
  /** While this code scrolls, not the user. */
  #isSetting = false;

  constructor(place: WaveformPlace, events: WaveformEvents) {
    const regions = Regions.create();
    this.#place = place;
    this.#surfer = createSurfer(place, regions);
    this.#selection = waveformSelection(regions, events.onselect);
    this.#surfer.on('interaction', (seconds) => events.onseek(seconds));
    this.#surfer.on('scroll', (start) => {
      if (!this.#isSetting) events.onscroll(start);
    });
    // What is drawn is known already; a sound that cannot be played is told by the player.
    this.#surfer.on('error', () => undefined);
  }

  /** Draws an outline. */
  load({ top, bottom }: Outline, durationSeconds: number): void {
    const { media } = this.#place;
    const drawn = (): void => {
      if (this.#view) this.show(this.#view);
      this.#selection.show(this.#selected);
    };
    // The address that it believes in already: the player alone decides what is played.
    void this.#surfer.load(media.currentSrc || media.src, [top, bottom], durationSeconds).then(drawn, () => undefined);
  }

  /** Scrolls and zooms to what is on screen. */
  show(view: TimeView): void {
    this.#view = view;
    if (!this.#surfer.getDecodedData()) return;
    const pixelsPerSecond = 1 / view.secondsPerPixel;
    const change = Math.abs(this.#surfer.options.minPxPerSec - pixelsPerSecond);
    this.#isSetting = true;
    if (change > pixelsPerSecond * 1e-6) this.#surfer.zoom(pixelsPerSecond);
    this.#surfer.setScroll(view.start * pixelsPerSecond);
    this.#isSetting = false;
  }

  /** Marks what is selected. */
  select(span: TimeSpan | null): void {
    this.#selected = span;
    // A region that is drawn before there is a waveform would be cut to nothing.
    if (this.#surfer.getDecodedData()) this.#selection.show(span);
  }

  /** Takes the colours of the theme as it is now. */
  recolour(): void {
    this.#surfer.setOptions({ ...waveformColours(this.#place.container) });
  }

  /** Takes everything off the page. */
  destroy(): void {
    this.#surfer.destroy();
  }
}

function createSurfer({ container, minimap, media }: WaveformPlace, regions: RegionsPlugin): WaveSurfer {
  const colours = waveformColours(container);
  const cspNonce = styleNonce();
  return WaveSurfer.create({
    container,
    media,
    cspNonce,
    // With an outline from the start it loads nothing by itself: else it would fetch whatever the player had last.
    peaks: [Float32Array.of(0, 0)],
    duration: 1,
    height: 'auto',
    ...colours,
    cursorWidth: 1,
    hideScrollbar: true,
    autoScroll: false,
    interact: true,
    dragToSeek: false,
    plugins: [
      regions,
      Minimap.create({
        container: minimap,
        height: MINIMAP_HEIGHT,
        cspNonce,
        ...colours,
        overlayColor: OVERLAY_COLOUR,
      }),
    ],
  });
}

/** What the page's policy lets the library's own `<style>` element in by; empty where there is no policy. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
