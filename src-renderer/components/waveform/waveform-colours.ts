/** Colours of a waveform as a canvas takes them. */
export interface WaveformColours {
  readonly waveColor: string;
  readonly progressColor: string;
  readonly cursorColor: string;
}

/** The theme's colours for a waveform: a canvas needs what custom properties resolve to inside `element`. */
export function waveformColours(element: HTMLElement): WaveformColours {
  const probe = document.createElement('span');
  element.append(probe);
  const resolve = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const resolved = {
    waveColor: resolve('--color-control'),
    progressColor: resolve('--color-accent'),
    cursorColor: resolve('--color-text'),
  };
  probe.remove();
  return resolved;
}
