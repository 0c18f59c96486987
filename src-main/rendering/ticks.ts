import type { FrequencyAxis, FrequencyRange, FrequencyScale } from './frequency-scale.ts';
import { hertzOfC } from './note-names.ts';

/** A mark on an axis. */
export interface Tick {
  /** Seconds or Hz. */
  readonly value: number;
  readonly label: string;
}

const TIME_STEPS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
];
const LINEAR_STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];
const WARPED_HERTZ = [
  20, 50, 100, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 7000, 10_000, 15_000, 20_000, 30_000, 40_000,
];

/**
 * Marks of a time axis, at least `room` pixels apart.
 * @param span seconds that are shown
 * @param length pixels of the axis
 */
export function timeTicks(span: { readonly start: number; readonly end: number }, length: number, room = 72): Tick[] {
  const wanted = ((span.end - span.start) * room) / Math.max(1, length);
  const step = TIME_STEPS.find((each) => each >= wanted) ?? TIME_STEPS.at(-1) ?? 1;
  const first = Math.ceil(span.start / step - 1e-9);
  const last = Math.floor(span.end / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const value = (first + index) * step;
    return { value, label: clock(value, Math.max(0, Math.ceil(-Math.log10(step)))) };
  });
}

const BAR_STEPS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const BEATS_A_BAR = 4;

/** Marks of bars of four beats, counted from 1 at the start, at least `room` pixels apart. */
export function barTicks(
  span: { readonly start: number; readonly end: number },
  length: number,
  beatsPerMinute: number,
  room = 48,
): Tick[] {
  const bar = (60 / beatsPerMinute) * BEATS_A_BAR;
  const wanted = ((span.end - span.start) * room) / Math.max(1, length) / bar;
  const step = BAR_STEPS.find((each) => each >= wanted) ?? BAR_STEPS.at(-1) ?? 1;
  const first = Math.ceil(span.start / bar / step - 1e-9);
  const last = Math.floor(span.end / bar / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const count = (first + index) * step;
    return { value: count * bar, label: String(count + 1) };
  });
}

/** Seconds as `m:ss`, `h:mm:ss`, with as many decimals as asked for. */
export function clock(seconds: number, decimals: number): string {
  const units = Math.round(Math.max(0, seconds) * 10 ** decimals);
  const whole = Math.floor(units / 10 ** decimals);
  const pad = (value: number) => String(value).padStart(2, '0');
  const rest = decimals > 0 ? `.${String(units % 10 ** decimals).padStart(decimals, '0')}` : '';
  const minutes = Math.floor(whole / 60);
  const hours = Math.floor(minutes / 60);
  return `${hours > 0 ? `${hours}:${pad(minutes % 60)}` : minutes}:${pad(whole % 60)}${rest}`;
}

/** A frequency in Hz or kHz. */
export function frequencyLabel(hertz: number): string {
  return hertz >= 1000 ? `${Number((hertz / 1000).toFixed(2))} kHz` : `${Number(hertz.toFixed(1))} Hz`;
}

/** Marks of a frequency axis, at least `room` pixels apart, with the highest ones kept. */
export function frequencyTicks(
  scale: FrequencyScale,
  range: FrequencyRange,
  axis: FrequencyAxis,
  length: number,
  room = 28,
): Tick[] {
  return thinned(candidates(scale, range, length, room), axis, length, room);
}

/** Marks at every C, named by octave. */
export function noteTicks(
  { minHertz, maxHertz }: FrequencyRange,
  axis: FrequencyAxis,
  length: number,
  room = 20,
): Tick[] {
  const octaves = Array.from({ length: 11 }, (_, octave) => ({ value: hertzOfC(octave), label: `C${octave}` }));
  return thinned(
    octaves.filter(({ value }) => value >= minHertz && value <= maxHertz),
    axis,
    length,
    room,
  );
}

function candidates(
  scale: FrequencyScale,
  { minHertz, maxHertz }: FrequencyRange,
  length: number,
  room: number,
): Tick[] {
  if (scale !== 'linear') return WARPED_HERTZ.filter((value) => value >= minHertz && value <= maxHertz).map(named);
  const wanted = ((maxHertz - minHertz) * room) / Math.max(1, length);
  const step = LINEAR_STEPS.find((each) => each >= wanted) ?? LINEAR_STEPS.at(-1) ?? 1;
  const first = Math.ceil(minHertz / step);
  return Array.from({ length: Math.floor(maxHertz / step) - first + 1 }, (_, index) => named((first + index) * step));
}

function named(value: number): Tick {
  return { value, label: frequencyLabel(value) };
}

/** From the top down, leaving out what would touch the mark before. */
function thinned(ticks: readonly Tick[], axis: FrequencyAxis, length: number, room: number): Tick[] {
  const kept: Tick[] = [];
  let above = Infinity;
  for (const tick of [...ticks].reverse()) {
    const place = axis.positionOf(tick.value) * length;
    if (above - place < room) continue;
    kept.push(tick);
    above = place;
  }
  return kept.reverse();
}
