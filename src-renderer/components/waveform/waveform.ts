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

/** Where a waveform is drawn. */
export interface WaveformPlace {
  readonly container: HTMLElement;
  readonly minimap: HTMLElement;
}

const MINIMAP_HEIGHT = 24;
const OVERLAY_COLOUR = 'rgb(128 128 160 / 0.35)';

/**
 * A waveform by wavesurfer.js, which no file outside of this folder knows: it draws outlines that were computed
 * elsewhere, loads nothing and plays nothing.
 */
export class Waveform {
  readonly #place: WaveformPlace;
  readonly #surfer: WaveSurfer;
  readonly #selection: WaveformSelection;
  #view: TimeView | null = null;
  #selected: TimeSpan | null = null;
  #seconds = 0;
  /** While this code scrolls, not the user. */
  #isSetting = false;

  constructor(place: WaveformPlace, events: WaveformEvents) {
    const regions = Regions.create();
    const minimap = createMinimap(place);
    this.#place = place;
    this.#surfer = createSurfer(place, [regions, minimap]);
    this.#selection = waveformSelection(regions, events.onselect);
    this.#surfer.on('interaction', (seconds) => events.onseek(seconds));
    minimap.on('click', (share) => events.onseek(share * this.#surfer.getDuration()));
    this.#surfer.on('scroll', (start) => {
      if (!this.#isSetting) events.onscroll(start);
    });
  }

  /** Draws an outline. */
  load({ top, bottom }: Outline, durationSeconds: number): void {
    const drawn = (): void => {
      if (this.#view) this.show(this.#view);
      this.moveTo(this.#seconds);
      this.#selection.show(this.#selected);
    };
    void this.#surfer.load('', [top, bottom], durationSeconds).then(drawn, () => undefined);
  }

  /** Shows where playback is, in seconds. */
  moveTo(seconds: number): void {
    this.#seconds = seconds;
    this.#surfer.setTime(seconds);
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

type MinimapPlugin = ReturnType<typeof Minimap.create>;

function createSurfer({ container }: WaveformPlace, plugins: [RegionsPlugin, MinimapPlugin]): WaveSurfer {
  return WaveSurfer.create({
    container,
    cspNonce: styleNonce(),
    peaks: [Float32Array.of(0, 0)],
    duration: 1,
    height: 'auto',
    ...waveformColours(container),
    cursorWidth: 1,
    hideScrollbar: true,
    autoScroll: false,
    interact: true,
    dragToSeek: false,
    plugins,
  });
}

function createMinimap({ container, minimap }: WaveformPlace): MinimapPlugin {
  return Minimap.create({
    container: minimap,
    height: MINIMAP_HEIGHT,
    cspNonce: styleNonce(),
    ...waveformColours(container),
    overlayColor: OVERLAY_COLOUR,
  });
}

/** What the page's policy lets the library's own `<style>` element in by; empty where there is no policy. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
