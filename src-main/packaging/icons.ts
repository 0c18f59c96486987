import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { ROOT } from './product.ts';

/** Edges of the icons that Linux desktops ask for. [pixels] */
export const ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;

/** Sizes in a Windows icon, which counts to 256. */
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256] as const;

/** Types of an Apple icon's members that hold PNG (en.wikipedia.org/wiki/Apple_Icon_Image_format), by size. */
const APPLE_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

/**
 * Draws the app's icon, one SVG, in the sizes and containers that the systems want.
 * @param folder gets `icon.ico`, `icon.icns` and `icons/16x16.png` …
 */
export async function writeIcons(folder: string): Promise<void> {
  const svg = await loadImage(join(ROOT, 'resources', 'package', 'icon.svg'));
  const pngs = new Map<number, Buffer>();
  for (const size of ICON_SIZES) {
    const canvas = createCanvas(size, size);
    canvas.getContext('2d').drawImage(svg, 0, 0, size, size);
    pngs.set(size, await canvas.encode('png'));
  }
  const pngOf = (size: number) => pngs.get(size) ?? Buffer.alloc(0);
  await mkdir(join(folder, 'icons'), { recursive: true });
  for (const [size, png] of pngs) await writeFile(join(folder, 'icons', `${size}x${size}.png`), png);
  await writeFile(join(folder, 'icon.ico'), windowsIcon(WINDOWS_SIZES.map((size) => [size, pngOf(size)])));
  await writeFile(join(folder, 'icon.icns'), appleIcon(APPLE_TYPES.map(([type, size]) => [type, pngOf(size)])));
}

const ICO_HEADER_BYTES = 6;
const ICO_ENTRY_BYTES = 16;

/**
 * A Windows icon of PNGs: a header, an entry for each picture, the pictures
 * (learn.microsoft.com/previous-versions/ms997538).
 */
export function windowsIcon(pictures: readonly (readonly [size: number, png: Uint8Array])[]): Buffer {
  const header = Buffer.alloc(ICO_HEADER_BYTES + ICO_ENTRY_BYTES * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, [size, png]] of pictures.entries()) {
    const at = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * index;
    // 256 is written as 0.
    header[at] = size % 256;
    header[at + 1] = size % 256;
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(([, png]) => png)]);
}

/** An Apple icon of PNGs: `icns`, the length, and members of type, length and picture; lengths with their own headers. */
export function appleIcon(pictures: readonly (readonly [type: string, png: Uint8Array])[]): Buffer {
  const members = pictures.map(([type, png]) => Buffer.concat([appleHeader(type, png.length), png]));
  const body = Buffer.concat(members);
  return Buffer.concat([appleHeader('icns', body.length), body]);
}

function appleHeader(type: string, length: number): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(length + header.length, 4);
  return header;
}
