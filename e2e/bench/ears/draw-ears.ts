import { createRequire } from 'node:module';
import type { SKRSContext2D } from '@napi-rs/canvas';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { Candidate } from './candidates.ts';
import { LIMIT } from './candidates.ts';
import type { Figures } from './ears-table.ts';

const SCALE = 2;
const WIDTH = 860;
const HEIGHT = 520;
const PLOT = { left: 70, right: 830, top: 46, bottom: 452 };
/** Milliseconds, on a logarithmic axis, and shares. */
const X = { from: 5, to: 500, marks: [5, 10, 20, 50, 100, 200, 500] };
const Y = { from: 0.64, to: 0.84, step: 0.04 };
const FONT = '"Genrescope Figure"';
/** Okabe & Ito's colours, which people with any colour blindness tell apart. */
const COLOURS: Readonly<Record<Candidate['family'], string>> = {
  musicnn: '#000000',
  'musicnn-small': '#0072b2',
  linear: '#009e73',
  ensemble: '#d55e00',
  mn04: '#cc79a7',
  joined: '#8a6d00',
};

interface Point {
  readonly candidate: Candidate;
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

const acrossOf = (milliseconds: number): number =>
  PLOT.left + ((PLOT.right - PLOT.left) * Math.log(milliseconds / X.from)) / Math.log(X.to / X.from);
const upOf = (share: number): number => PLOT.bottom - ((PLOT.bottom - PLOT.top) * (share - Y.from)) / (Y.to - Y.from);

/** The accuracy of every candidate over the milliseconds of its networks, as a PNG. */
export async function drawEars(figures: Figures): Promise<Buffer> {
  GlobalFonts.registerFromPath(
    createRequire(import.meta.url).resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2'),
    'Genrescope Figure',
  );
  const canvas = createCanvas(WIDTH * SCALE, HEIGHT * SCALE);
  const context = canvas.getContext('2d');
  context.scale(SCALE, SCALE);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  drawAxes(context);
  drawLimit(context, LIMIT * figures.networks.onePatch.busy);
  const points = pointsOf(figures);
  const line = points.filter(({ candidate }) => candidate.family === 'musicnn-small');
  drawLine(context, line);
  for (const point of points) drawPoint(context, point);
  return canvas.encode('png');
}

function pointsOf({ networks, accuracies }: Figures): Point[] {
  return [...networks.candidates].flatMap(([candidate, { cost }]) => {
    const accuracy = accuracies.get(candidate.title);
    if (!accuracy) return [];
    const [low, high] = accuracy.interval95.map(upOf) as [number, number];
    return [{ candidate, x: acrossOf(cost.busy), y: upOf(accuracy.correct / accuracy.tracks), low, high }];
  });
}

function write(context: SKRSContext2D, text: string, x: number, y: number, align: 'left' | 'center' | 'right'): void {
  context.textAlign = align;
  context.fillText(text, x, y);
}

function stroke(context: SKRSContext2D, places: readonly (readonly [number, number])[]): void {
  context.beginPath();
  places.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
}

function drawAxes(context: SKRSContext2D): void {
  context.font = `13px ${FONT}`;
  context.lineWidth = 1;
  context.strokeStyle = '#dddddd';
  context.fillStyle = '#222222';
  for (let share = Y.from; share < Y.to + Y.step / 2; share += Y.step) {
    stroke(context, [
      [PLOT.left, upOf(share)],
      [PLOT.right, upOf(share)],
    ]);
    write(context, `${Math.round(100 * share)}%`, PLOT.left - 8, upOf(share) + 5, 'right');
  }
  for (const milliseconds of X.marks) {
    stroke(context, [
      [acrossOf(milliseconds), PLOT.top],
      [acrossOf(milliseconds), PLOT.bottom],
    ]);
    write(context, `${milliseconds}`, acrossOf(milliseconds), PLOT.bottom + 20, 'center');
  }
  const axis = 'Networks and head for 30 seconds, ms of one thread (logarithmic)';
  write(context, axis, (PLOT.left + PLOT.right) / 2, PLOT.bottom + 46, 'center');
  context.font = `15px ${FONT}`;
  write(context, 'Accuracy in eight folds by artist, with 95% intervals', PLOT.left, 26, 'left');
}

function drawLimit(context: SKRSContext2D, milliseconds: number): void {
  context.font = `13px ${FONT}`;
  context.strokeStyle = '#555555';
  context.fillStyle = '#444444';
  context.setLineDash([6, 4]);
  const x = acrossOf(milliseconds);
  stroke(context, [
    [x, PLOT.top],
    [x, PLOT.bottom],
  ]);
  context.setLineDash([]);
  write(context, `limit: ${LIMIT} × one patch of musicnn`, x + 8, PLOT.bottom - 10, 'left');
}

function drawLine(context: SKRSContext2D, points: readonly Point[]): void {
  context.strokeStyle = COLOURS['musicnn-small'];
  context.lineWidth = 1.5;
  stroke(
    context,
    points.map(({ x, y }) => [x, y]),
  );
}

function drawPoint(context: SKRSContext2D, { candidate, x, y, low, high }: Point): void {
  const { family, label, ships } = candidate;
  context.strokeStyle = COLOURS[family];
  context.fillStyle = COLOURS[family];
  context.lineWidth = 1;
  stroke(context, [
    [x, low],
    [x, high],
  ]);
  context.beginPath();
  context.arc(x, y, ships ? 7 : 4.5, 0, 2 * Math.PI);
  context.fill();
  context.font = `13px ${FONT}`;
  // The linear head takes the time of the default's: its label goes below and to the left.
  const [dx, dy, align] = family === 'linear' ? ([-9, 16, 'right'] as const) : ([9, -8, 'left'] as const);
  write(context, ships ? `${label} patches: the default` : label, x + dx, y + dy, align);
}
