/** What of the map is on screen. The map's longer side is from 0 to 1; lengths on screen are CSS pixels. */
export interface Camera {
  /** The point of the map in the middle of the screen. */
  readonly x: number;
  readonly y: number;
  /** 1 shows the whole map. */
  readonly zoom: number;
}

/** How large the map is shown. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** A point of the map, or of the screen. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Shows everything. */
export const WHOLE_MAP: Camera = { x: 0.5, y: 0.5, zoom: 1 };

const MOST_ZOOM = 400;
/** Of the shorter side of the screen, what the whole map takes. */
const FILLED = 0.94;

/** How many pixels of the screen are as long as the map's longer side. */
export function pixelsPerUnit({ zoom }: Camera, { width, height }: ScreenSize): number {
  return Math.max(1, FILLED * Math.min(width, height)) * zoom;
}

/** Where a point of the map is on screen. */
export function toScreen(point: Point, camera: Camera, size: ScreenSize): Point {
  const scale = pixelsPerUnit(camera, size);
  return { x: size.width / 2 + (point.x - camera.x) * scale, y: size.height / 2 + (point.y - camera.y) * scale };
}

/** What point of the map is somewhere on screen. */
export function toMap(point: Point, camera: Camera, size: ScreenSize): Point {
  const scale = pixelsPerUnit(camera, size);
  return { x: camera.x + (point.x - size.width / 2) / scale, y: camera.y + (point.y - size.height / 2) / scale };
}

/** Zooms by a factor; the point of the map that is at `fixed` on screen stays there. */
export function zoomedAt(camera: Camera, factor: number, fixed: Point, size: ScreenSize): Camera {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, camera.zoom * factor));
  const before = toMap(fixed, camera, size);
  const after = toMap(fixed, { ...camera, zoom }, size);
  return within({ x: camera.x + before.x - after.x, y: camera.y + before.y - after.y, zoom });
}

/** Moves what is shown by pixels of the screen. */
export function movedBy(camera: Camera, x: number, y: number, size: ScreenSize): Camera {
  const scale = pixelsPerUnit(camera, size);
  return within({ ...camera, x: camera.x + x / scale, y: camera.y + y / scale });
}

/** Moves as little as it takes for a point to be on screen. */
export function revealed(camera: Camera, point: Point, size: ScreenSize): Camera {
  const [halfWidth, halfHeight] = [size.width, size.height].map(
    (length) => Math.max(0, length / 2 - 12) / pixelsPerUnit(camera, size),
  ) as [number, number];
  const moved = (at: number, wanted: number, half: number) => Math.min(wanted + half, Math.max(wanted - half, at));
  return { ...camera, x: moved(camera.x, point.x, halfWidth), y: moved(camera.y, point.y, halfHeight) };
}

/** The middle of the screen stays on the map. */
function within({ x, y, zoom }: Camera): Camera {
  if (zoom === 1) return WHOLE_MAP;
  return { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)), zoom };
}
