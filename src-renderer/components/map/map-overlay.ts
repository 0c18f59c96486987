import type { Point } from './camera.ts';

/** What lies above the points, in CSS pixels. */
export interface Overlay {
  /** The focused point; null where there is none on the map. */
  readonly focused: Point | null;
  readonly radius: number;
  /** The line of a selection that is being drawn. */
  readonly line: readonly Point[];
  readonly colour: string;
  /** Pixels of the canvas for a CSS pixel. */
  readonly ratio: number;
}

/** Between a focused point and its ring. */
const GAP = 5;

/** Draws the ring of the focused point and the line of a selection. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  { focused, radius, line, colour, ratio }: Overlay,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  if (focused) {
    context.beginPath();
    context.arc(focused.x, focused.y, radius + GAP, 0, 2 * Math.PI);
    context.stroke();
  }
  if (line.length < 2) return;
  context.beginPath();
  for (const { x, y } of line) context.lineTo(x, y);
  context.closePath();
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 0.08;
  context.fill();
  context.globalAlpha = 1;
}
