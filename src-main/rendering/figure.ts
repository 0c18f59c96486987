import type { ColourMapName } from './colour-map.ts';
import { createColourMap } from './colour-map.ts';
import type { FrequencyAxis, FrequencyRange, FrequencyScale } from './frequency-scale.ts';
import { frequencyTicks, noteTicks, timeTicks } from './ticks.ts';

/** The part of a canvas context that a figure needs; the page's and the command line's canvases both have it. */
export interface FigureContext {
  fillStyle: unknown;
  font: string;
  textAlign: string;
  textBaseline: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  scale(x: number, y: number): void;
}

/** A rectangle in the figure, before its scale. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A spectrogram with its axes and its legend, on white, for paper and for the web. */
export interface Figure {
  readonly title: string;
  /** Of the whole figure. */
  readonly width: number;
  readonly height: number;
  /** Device pixels a pixel: 2 for print. */
  readonly scale: number;
  readonly start: number;
  readonly end: number;
  readonly frequencyScale: FrequencyScale;
  readonly range: FrequencyRange;
  readonly axis: FrequencyAxis;
  readonly showsNotes: boolean;
  readonly colourMap: ColourMapName;
  readonly floor: number;
  readonly ceiling: number;
  readonly unit: string;
}

/** How a model's input is drawn: its units are standard deviations from the mean. */
export const MODEL_INPUT_LEVELS = { floor: -2.5, ceiling: 2.5, unit: 'σ' } as const;

const MARGIN = { left: 64, right: 84, top: 30, bottom: 34 };
const FONT = 'sans-serif';
const LEGEND_WIDTH = 12;
const LEGEND_MARKS = 6;

/** Where the rendering itself goes. */
export function plotBox({ width, height }: Pick<Figure, 'width' | 'height'>): Box {
  return {
    x: MARGIN.left,
    y: MARGIN.top,
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
}

/**
 * Draws everything but the rendering, which `drawRendering` does.
 * @param family of the font that the canvas has
 */
export function drawFigure(
  context: FigureContext,
  figure: Figure,
  drawRendering: (box: Box) => void,
  family = FONT,
): void {
  const box = plotBox(figure);
  context.scale(figure.scale, figure.scale);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, figure.width, figure.height);
  drawRendering(box);
  context.fillStyle = '#202124';
  context.font = `600 13px ${family}`;
  label(context, figure.title, box.x, 14, 'left', 'middle');
  context.font = `11px ${family}`;
  drawAxes(context, figure, box);
  drawLegend(context, figure, box);
}

function drawAxes(
  context: FigureContext,
  { start, end, frequencyScale, range, axis, showsNotes }: Figure,
  box: Box,
): void {
  const bottom = box.y + box.height;
  for (const { value, label: text } of timeTicks({ start, end }, box.width)) {
    const x = box.x + ((value - start) / (end - start)) * box.width;
    context.fillRect(x, bottom, 1, 5);
    label(context, text, x, bottom + 8, 'center', 'top');
  }
  const ticks = showsNotes
    ? noteTicks(range, axis, box.height)
    : frequencyTicks(frequencyScale, range, axis, box.height);
  for (const { value, label: text } of ticks) {
    const y = bottom - axis.positionOf(value) * box.height;
    context.fillRect(box.x - 5, y, 5, 1);
    label(context, text, box.x - 8, y, 'right', 'middle');
  }
}

function drawLegend(context: FigureContext, { colourMap, floor, ceiling, unit }: Figure, box: Box): void {
  const x = box.x + box.width + 14;
  const colourOf = createColourMap(colourMap);
  for (let row = 0; row < box.height; row++) {
    const [red = 0, green = 0, blue = 0] = colourOf(1 - row / (box.height - 1));
    context.fillStyle = `rgb(${Math.round(red * 255)}, ${Math.round(green * 255)}, ${Math.round(blue * 255)})`;
    context.fillRect(x, box.y + row, LEGEND_WIDTH, 1);
  }
  context.fillStyle = '#202124';
  for (let mark = 0; mark < LEGEND_MARKS; mark++) {
    const share = mark / (LEGEND_MARKS - 1);
    const level = floor + share * (ceiling - floor);
    label(
      context,
      level.toFixed(ceiling - floor < 10 ? 1 : 0).replace('-', '−'),
      x + LEGEND_WIDTH + 5,
      box.y + (1 - share) * box.height,
      'left',
      'middle',
    );
  }
  label(context, unit, x, box.y - 16, 'left', 'middle');
}

function label(context: FigureContext, text: string, x: number, y: number, align: string, baseline: string): void {
  context.textAlign = align;
  context.textBaseline = baseline;
  context.fillText(text, x, y);
}
