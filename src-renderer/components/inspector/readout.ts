import type { SpectrogramTile } from '../../../src-main/contract/inspection.ts';
import { columnAt } from '../../../src-main/rendering/column-geometry.ts';
import { readLevel } from '../../../src-main/rendering/level-matrix.ts';
import { nearestNote } from '../../../src-main/rendering/note-names.ts';
import { clock, frequencyLabel } from '../../../src-main/rendering/ticks.ts';
import { texts } from '../../../src-main/texts/index.ts';
import type { SpectrumPoint } from '../../state/inspector-store.svelte.ts';

const words = texts.inspector.readout;

/** The values under a cursor. */
export interface CursorReadout {
  readonly point: SpectrumPoint;
  readonly decibels: number | null;
  readonly peakHertz: number | null;
}

/** Reads a point off the tile that covers it. */
export function readPoint(point: SpectrumPoint, tile: SpectrogramTile | null, sampleRate: number): CursorReadout {
  if (!tile) return { point, decibels: null, peakHertz: null };
  const hertzPerBin = sampleRate / (2 * (tile.bins - 1));
  const column = columnAt(tile, point.seconds * sampleRate) - tile.firstColumn;
  return {
    point,
    ...readLevel(tile, Math.min(tile.columns - 1, Math.max(0, column)), point.hertz / hertzPerBin, hertzPerBin),
  };
}

/** Where a cursor stands, without a level: for pictures of something else than levels. */
export function placeText({ seconds, hertz }: SpectrumPoint): string {
  return `${clock(seconds, 3)}, ${frequencyLabel(Math.round(hertz))}${noteText(hertz)}`;
}

/** A readout in words: time, frequency, note, level; and what the peak under the cursor really is. */
export function readoutText({ point, decibels, peakHertz }: CursorReadout): string {
  const level = decibels === null ? words.notRead : words.level({ decibels: signed(decibels) });
  const peak = peakHertz === null ? '' : words.peak({ hertz: peakHertz.toFixed(1) });
  return `${placeText(point)}, ${level}${peak}`;
}

/** What lies between two readouts. */
export function differenceText(a: CursorReadout, b: CursorReadout): string {
  const seconds = b.point.seconds - a.point.seconds;
  const octaves = Math.log2(b.point.hertz / a.point.hertz);
  return words.difference({
    seconds: signed(seconds, 3),
    hertz: signed(b.point.hertz - a.point.hertz, 0),
    semitones: signed(octaves * 12),
    decibels: a.decibels === null || b.decibels === null ? null : signed(b.decibels - a.decibels),
  });
}

function noteText(hertz: number): string {
  const note = nearestNote(hertz);
  return note ? words.note({ name: note.name, cents: signed(note.cents, 0) }) : '';
}

function signed(value: number, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals);
  return `${value < 0 && Number(text) !== 0 ? '−' : value > 0 ? '+' : ''}${text}`;
}
