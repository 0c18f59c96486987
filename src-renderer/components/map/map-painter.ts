import type { Camera, Point, ScreenSize } from './camera.ts';
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

/** Of a point on the whole map, in CSS pixels. */
const RADIUS = 2;
const LARGEST_RADIUS = 6;
const RING = 1.5;

/**
 * Draws points right into a canvas' pixels: 100,000 take some milliseconds. Hidden ones lie below, selected ones above with
 * a ring.
 * @param ratio pixels of the canvas for a CSS pixel
 */
export function paintPoints(
  image: ImageData,
  map: PaintedMap,
  { groups, rest, hidden, outline }: MapColours,
  view: { readonly camera: Camera; readonly size: ScreenSize; readonly ratio: number },
): void {
  const pixels = new Uint32Array(image.data.buffer);
  pixels.fill(0);
  const radius = ratioRadius(view.camera, view.ratio);
  const disk = diskOf(radius);
  const ring = diskOf(radius + RING * view.ratio);
  const colourOf = (point: number) => groups[map.colours[point] as number] ?? rest;
  const place = placeOn(image, map.positions, view);
  const each = (fits: (point: number) => boolean, paint: (x: number, y: number, point: number) => void) => {
    for (let point = 0; point < map.colours.length; point++) if (fits(point)) place(point, paint);
  };
  const stamp = (shape: Int16Array, x: number, y: number, colour: number) => {
    for (let index = 0; index < shape.length; index += 2) {
      const [column, row] = [x + (shape[index] as number), y + (shape[index + 1] as number)];
      if (column >= 0 && row >= 0 && column < image.width && row < image.height)
        pixels[row * image.width + column] = colour;
    }
  };
  const isShown = (point: number) => map.shown[point] === 1;
  each(
    (point) => !isShown(point),
    (x, y) => stamp(disk, x, y, hidden),
  );
  each(isShown, (x, y, point) => stamp(disk, x, y, colourOf(point)));
  const isSelected = (point: number) => isShown(point) && map.selected[point] === 1;
  each(isSelected, (x, y) => stamp(ring, x, y, outline));
  each(isSelected, (x, y, point) => stamp(disk, x, y, colourOf(point)));
}

/** A point's radius on screen, in CSS pixels: it grows slowly, so that near points come apart. */
export function pointRadius({ zoom }: Camera): number {
  return Math.min(LARGEST_RADIUS, RADIUS * zoom ** 0.3);
}

function ratioRadius(camera: Camera, ratio: number): number {
  return pointRadius(camera) * ratio;
}

/** Calls back with a point's pixel where it is on screen. */
function placeOn(
  image: ImageData,
  positions: Float32Array,
  { camera, size, ratio }: { readonly camera: Camera; readonly size: ScreenSize; readonly ratio: number },
) {
  const scale = pixelsPerUnit(camera, size) * ratio;
  const origin: Point = toScreen({ x: 0, y: 0 }, camera, size);
  const margin = 2 * LARGEST_RADIUS * ratio;
  return (point: number, paint: (x: number, y: number, point: number) => void) => {
    const x = Math.round(origin.x * ratio + (positions[2 * point] as number) * scale);
    const y = Math.round(origin.y * ratio + (positions[2 * point + 1] as number) * scale);
    if (x > -margin && y > -margin && x < image.width + margin && y < image.height + margin) paint(x, y, point);
  };
}

/** The pixels of a disk around 0, x and y one after the other. */
function diskOf(radius: number): Int16Array {
  const reach = Math.ceil(radius);
  const offsets: number[] = [];
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) if (x * x + y * y <= radius * radius) offsets.push(x, y);
  return Int16Array.from(offsets);
}
