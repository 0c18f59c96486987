import type { Camera, ScreenSize } from './camera.ts';
import { pixelsPerUnit, toScreen } from './camera.ts';

/** What is drawn, by the places of points. */
export interface PaintedMap {
  readonly positions: Float32Array;
  /** The place of each point's colour; -1: that of the rest. */
  readonly colours: Int16Array;
  /** 1 for those that the filters show. */
  readonly shown: Uint8Array;
  /** 1 for the selected ones. */
  readonly selected: Uint8Array;
}

/** Colours as a canvas' pixels hold them: alpha, blue, green, red in one number. */
export interface MapColours {
  readonly groups: readonly number[];
  readonly rest: number;
  readonly hidden: number;
  readonly outline: number;
}

/** Of a point on the whole map, in CSS pixels, where there are so many or more; fewer have room to be larger. */
const RADIUS = 2;
const CROWD = 20_000;
const LARGEST_RADIUS = 6;
const RING = 1.5;

/** A point's layer: hidden ones lie below, selected ones above with a ring. */
const LAYERS = { hidden: 0, shown: 1, selected: 2 } as const;
type Layer = (typeof LAYERS)[keyof typeof LAYERS];

/** Where every point is on the canvas, and how it is drawn. */
interface PlacedPoints {
  /** The middle's column and row, one after the other. */
  readonly middles: Int32Array;
  readonly layers: Uint8Array;
  /** The place of every point's group, or -1. */
  readonly groups: Int16Array;
}

/**
 * Draws points right into a canvas' pixels: 100,000 take some milliseconds, by plain loops over typed arrays.
 * @param ratio pixels of the canvas for a CSS pixel
 */
export function paintPoints(
  image: ImageData,
  map: PaintedMap,
  { groups, rest, hidden, outline }: MapColours,
  view: { readonly camera: Camera; readonly size: ScreenSize; readonly ratio: number },
): void {
  new Uint32Array(image.data.buffer).fill(0);
  const radius = pointRadius(view.camera, map.colours.length) * view.ratio;
  const disk = diskOf(radius);
  const ring = diskOf(radius + RING * view.ratio);
  const points = { middles: middlesOf(map.positions, view), layers: layersOf(map), groups: map.colours };
  const byGroup = Uint32Array.of(rest, ...groups);
  const alike = (colour: number) => new Uint32Array(byGroup.length).fill(colour);
  paintLayer(image, points, LAYERS.hidden, disk, alike(hidden));
  paintLayer(image, points, LAYERS.shown, disk, byGroup);
  if (!points.layers.includes(LAYERS.selected)) return;
  paintLayer(image, points, LAYERS.selected, ring, alike(outline));
  paintLayer(image, points, LAYERS.selected, disk, byGroup);
}

/** A point's radius on screen, in CSS pixels, among so many: it grows slowly with the zoom, so that near points come apart. */
export function pointRadius({ zoom }: Camera, points: number): number {
  const alone = RADIUS * Math.max(1, CROWD / Math.max(1, points)) ** 0.15;
  return Math.min(LARGEST_RADIUS, alone * zoom ** 0.3);
}

function layersOf({ shown, selected }: PaintedMap): Uint8Array {
  const layers = new Uint8Array(shown.length);
  for (let point = 0; point < layers.length; point++)
    if (shown[point] === 1) layers[point] = selected[point] === 1 ? LAYERS.selected : LAYERS.shown;
  return layers;
}

function middlesOf(
  positions: Float32Array,
  { camera, size, ratio }: { readonly camera: Camera; readonly size: ScreenSize; readonly ratio: number },
): Int32Array {
  const scale = pixelsPerUnit(camera, size) * ratio;
  const { x, y } = toScreen({ x: 0, y: 0 }, camera, size);
  const middles = new Int32Array(positions.length);
  for (let place = 0; place < middles.length; place += 2) {
    middles[place] = Math.round(x * ratio + (positions[place] as number) * scale);
    middles[place + 1] = Math.round(y * ratio + (positions[place + 1] as number) * scale);
  }
  return middles;
}

/** A disk's pixels around its middle. */
interface Disk {
  readonly reach: number;
  /** Columns and rows, one after the other. */
  readonly offsets: Int16Array;
}

/** @param palette the colour of points without a group, then those of the groups */
function paintLayer(
  { data, width, height }: ImageData,
  { middles, layers, groups }: PlacedPoints,
  layer: Layer,
  disk: Disk,
  palette: Uint32Array,
): void {
  const pixels = new Uint32Array(data.buffer);
  const { reach } = disk;
  const steps = stepsOf(disk, width);
  for (let point = 0; point < layers.length; point++) {
    if (layers[point] !== layer) continue;
    const x = middles[2 * point] as number;
    const y = middles[2 * point + 1] as number;
    if (x < -reach || y < -reach || x >= width + reach || y >= height + reach) continue;
    const colour = palette[1 + (groups[point] as number)] as number;
    const isWhole = x >= reach && y >= reach && x < width - reach && y < height - reach;
    if (!isWhole) paintCut(pixels, { width, height, x, y, colour }, disk);
    else for (let step = 0; step < steps.length; step++) pixels[y * width + x + (steps[step] as number)] = colour;
  }
}

/** How far a disk's pixels are from its middle in a canvas' list of pixels. */
function stepsOf({ offsets }: Disk, width: number): Int32Array {
  const steps = new Int32Array(offsets.length / 2);
  for (let place = 0; place < steps.length; place++)
    steps[place] = (offsets[2 * place + 1] as number) * width + (offsets[2 * place] as number);
  return steps;
}

/** A disk that the canvas' edge may cut. */
function paintCut(
  pixels: Uint32Array,
  at: {
    readonly width: number;
    readonly height: number;
    readonly x: number;
    readonly y: number;
    readonly colour: number;
  },
  { offsets }: Disk,
): void {
  for (let index = 0; index < offsets.length; index += 2) {
    const column = at.x + (offsets[index] as number);
    const row = at.y + (offsets[index + 1] as number);
    if (column >= 0 && row >= 0 && column < at.width && row < at.height) pixels[row * at.width + column] = at.colour;
  }
}

function diskOf(radius: number): Disk {
  const reach = Math.ceil(radius);
  const offsets: number[] = [];
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) if (x * x + y * y <= radius * radius) offsets.push(x, y);
  return { reach, offsets: Int16Array.from(offsets) };
}
