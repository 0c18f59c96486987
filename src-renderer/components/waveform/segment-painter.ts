import type { WaveformSegment } from '../../state/waveform-segment.ts';
import type { WaveformColours } from './waveform-colours.ts';

/** What is drawn of a segment, on a canvas in device pixels. */
export interface SegmentScene {
  readonly segment: WaveformSegment;
  /** In samples. */
  readonly start: number;
  readonly samplesPerPixel: number;
  /** The sample that is played: what lies before it has another colour. */
  readonly played: number;
  readonly colours: WaveformColours;
  /** Of a line, in device pixels. */
  readonly lineWidth: number;
}

/** From this many device pixels a sample on, each has a dot. */
const DOTTED_PIXELS = 6;

/**
 * Draws a waveform point by point. With several samples a point it is the band between the extremes; where a point is one
 * sample, it is the samples joined by lines, and from some width on with a dot each. Channels that differ leave a band.
 */
export function paintSegment(canvas: HTMLCanvasElement, scene: SegmentScene): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  const { colours, start, samplesPerPixel, played } = scene;
  const border = Math.min(width, Math.max(0, (played - start) / samplesPerPixel));
  context.clearRect(0, 0, width, height);
  for (const [from, to, colour] of [
    [0, border, colours.progressColor],
    [border, width, colours.waveColor],
  ] as const) {
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, height);
    context.clip();
    context.fillStyle = colour;
    context.strokeStyle = colour;
    drawPoints(context, scene);
    context.restore();
  }
}

function drawPoints(context: CanvasRenderingContext2D, scene: SegmentScene): void {
  const { segment, start, samplesPerPixel, lineWidth } = scene;
  const { samplesPerPoint, firstPoint, highest, lowest } = segment;
  const { width, height } = context.canvas;
  const first = Math.max(0, Math.floor(start / samplesPerPoint) - firstPoint - 1);
  const last = Math.min(
    highest.length - 1,
    Math.ceil((start + width * samplesPerPixel) / samplesPerPoint) - firstPoint + 1,
  );
  const xOf = (point: number) => ((firstPoint + point) * samplesPerPoint - start) / samplesPerPixel;
  const yOf = (value: number) => (0.5 - value / 2) * height;
  context.beginPath();
  for (let point = first; point <= last; point++) context.lineTo(xOf(point), yOf(highest[point] as number));
  for (let point = last; point >= first; point--) context.lineTo(xOf(point), yOf(lowest[point] as number));
  context.closePath();
  context.fill();
  // Where both extremes are one, the band alone would be nothing.
  context.lineWidth = lineWidth;
  context.lineJoin = 'round';
  context.stroke();
  if (samplesPerPoint / samplesPerPixel < DOTTED_PIXELS) return;
  context.beginPath();
  for (let point = first; point <= last; point++)
    for (const value of new Set([highest[point] as number, lowest[point] as number])) {
      context.moveTo(xOf(point), yOf(value));
      context.arc(xOf(point), yOf(value), 1.5 * lineWidth, 0, 2 * Math.PI);
    }
  context.fill();
}
