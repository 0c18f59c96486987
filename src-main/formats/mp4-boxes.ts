import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { asciiBytes, asciiOf, bigEndian32, joinBytes, viewOf } from './bytes.ts';

/** A box of an MP4 file (ISO/IEC 14496-12, section 4.2), which QuickTime calls an atom. */
export interface Box {
  readonly type: string;
  /** Types of the boxes that it lies in, and its own: `moov/udta`. */
  readonly path: string;
  readonly start: number;
  /** Where its content begins. */
  readonly content: number;
  readonly end: number;
  /** How its size is stored. */
  readonly sizeKind: '32-bit' | '64-bit' | 'to the end';
  readonly children: readonly Box[];
}

/** Boxes that hold boxes, as far as an edit of the genre has to know. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'moov',
  'moov/trak',
  'moov/trak/mdia',
  'moov/trak/mdia/minf',
  'moov/trak/mdia/minf/stbl',
  'moov/udta',
  'moov/udta/meta',
  'moov/udta/meta/ilst',
  'moov/udta/meta/ilst/©gen',
  'moov/udta/meta/ilst/gnre',
  'moof',
  'moof/traf',
  'mfra',
]);
const HEADER = 8;
const LARGE_HEADER = 16;
const MOST_BOXES = 100_000;

/** All boxes of a file. @throws AppError tags-unsupported where their sizes do not fit */
export function readBoxes(source: ByteSource): Promise<Box[]> {
  return readRow(
    source,
    { start: 0, end: source.size, path: '' },
    { left: MOST_BOXES, isContainer: (path) => CONTAINERS.has(path) },
  );
}

/** The same, without looking into boxes that hold no tags. @throws AppError tags-unsupported */
export function readTagBoxes(source: ByteSource): Promise<Box[]> {
  const isContainer = (path: string): boolean =>
    path === 'moov' || (path.startsWith('moov/udta') && CONTAINERS.has(path));
  return readRow(source, { start: 0, end: source.size, path: '' }, { left: MOST_BOXES, isContainer });
}

/** How much is looked into. */
interface WalkLimits {
  left: number;
  readonly isContainer: (path: string) => boolean;
}

interface Row {
  readonly start: number;
  readonly end: number;
  readonly path: string;
}

async function readRow(source: ByteSource, { start, end, path }: Row, limits: WalkLimits): Promise<Box[]> {
  const boxes: Box[] = [];
  for (let offset = start; offset + HEADER <= end;) {
    if (--limits.left < 0) throw damaged();
    const box = await readBox(source, offset, { start, end, path }, limits);
    // A list of user data may end with four zero bytes (QuickTime File Format, “User Data Atoms”).
    if (!box) break;
    boxes.push(box);
    offset = box.end;
  }
  return boxes;
}

async function readBox(
  source: ByteSource,
  start: number,
  { end: limit, path: parent }: Row,
  limits: WalkLimits,
): Promise<Box | null> {
  const header = await source.read(start, LARGE_HEADER);
  const type = asciiOf(header, 4, 4);
  const path = parent === '' ? type : `${parent}/${type}`;
  const told = viewOf(header).getUint32(0);
  const sizeKind = told === 1 ? '64-bit' : told === 0 ? 'to the end' : '32-bit';
  if (told === 0 && parent !== '') return null;
  const size =
    sizeKind === '64-bit' && header.length === LARGE_HEADER
      ? Number(viewOf(header).getBigUint64(8))
      : sizeKind === '32-bit'
        ? told
        : limit - start;
  const headerLength = sizeKind === '64-bit' ? LARGE_HEADER : HEADER;
  // A file that was cut off ends within its last box, which stays as it is.
  const isCutOff = parent === '' && start + size > limit && !limits.isContainer(path);
  if (size < headerLength || (start + size > limit && !isCutOff)) throw damaged();
  const box = {
    type,
    path,
    start,
    content: start + headerLength,
    end: Math.min(limit, start + size),
    sizeKind,
  } as const;
  if (!limits.isContainer(path)) return { ...box, children: [] };
  const first = box.content + (type === 'meta' ? await metaHeaderLength(source, box.content) : 0);
  return { ...box, children: await readRow(source, { start: first, end: box.end, path }, limits) };
}

/** A meta box begins with four bytes of version and flags, which QuickTime's has not. */
async function metaHeaderLength(source: ByteSource, content: number): Promise<number> {
  return asciiOf(await source.read(content, HEADER), 4, 4) === 'hdlr' ? 0 : 4;
}

function damaged(): AppError {
  return new AppError(
    'tags-unsupported',
    'The MP4 file’s parts do not fit into one another: it is damaged or was cut off.',
  );
}

/** A new box. */
export function encodeBox(type: string, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = joinBytes(contents);
  return joinBytes([bigEndian32(HEADER + content.length), asciiBytes(type), content]);
}

/** A box's header for another size. @throws AppError tags-unsupported where the size does not fit */
export async function resizedHeader(source: ByteSource, box: Box, growth: number): Promise<Uint8Array> {
  const header = (await source.read(box.start, box.content - box.start)).slice();
  const size = box.end - box.start + growth;
  if (box.sizeKind === '64-bit') viewOf(header).setBigUint64(8, BigInt(size));
  else if (box.sizeKind === '32-bit') viewOf(header).setUint32(0, size);
  if (size > 0xffffffff && box.sizeKind === '32-bit') throw damaged();
  return header;
}

/** All boxes of a tree, outer ones first. */
export function* everyBox(boxes: readonly Box[]): Generator<Box> {
  for (const box of boxes) {
    yield box;
    yield* everyBox(box.children);
  }
}

/** Whether a box only fills room. */
export function isFree({ type }: Box): boolean {
  return type === 'free' || type === 'skip' || type === 'wide';
}
