import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { viewOf } from './bytes.ts';
import type { Box } from './mp4-boxes.ts';

/** Where a box stores absolute positions of the file. */
export interface OffsetTable {
  readonly box: Box;
  readonly content: Uint8Array;
  /** Of each stored number within the content. */
  readonly places: readonly number[];
  readonly width: 4 | 8;
  /** To be added to a stored number: 0 but for numbers that count from a place in the file. */
  readonly anchor: number;
}

type Reader = (content: Uint8Array, box: Box) => Omit<OffsetTable, 'box' | 'content'>;

const NONE = { places: [], width: 4, anchor: 0 } as const;
/** Four million positions. */
const LARGEST_TABLE = 16 << 20;
const STBL = 'moov/trak/mdia/minf/stbl';

/** Boxes with absolute positions (ISO/IEC 14496-12, sections 8.7.5, 8.7.9, 8.8.7, 8.8.10 and 8.16.3). */
const READERS: Readonly<Record<string, Reader>> = {
  [`${STBL}/stco`]: (content) => row(content, { count: 4, first: 8, width: 4 }),
  [`${STBL}/co64`]: (content) => row(content, { count: 4, first: 8, width: 8 }),
  [`${STBL}/saio`]: readAuxiliary,
  'moof/traf/tfhd': (content) => (((content[3] ?? 0) & 1) === 1 ? { places: [8], width: 8, anchor: 0 } : NONE),
  'mfra/tfra': readRandomAccess,
  sidx: readSegmentIndex,
};

/**
 * A box's absolute positions; null for boxes that have none.
 * @throws AppError tags-unsupported where they are too many to hold
 */
export async function readOffsets(source: ByteSource, box: Box): Promise<OffsetTable | null> {
  const reader = READERS[box.path];
  if (!reader) return null;
  if (box.end - box.content > LARGEST_TABLE)
    throw new AppError('tags-unsupported', 'The MP4 file’s index is larger than any program writes.');
  const content = await source.read(box.content, box.end - box.content);
  const found = reader(content, box);
  const places = found.places.filter((place) => place + found.width <= content.length);
  return places.length === 0 ? null : { ...found, places, box, content };
}

interface RowLayout {
  /** Where the number of entries stands. */
  readonly count: number;
  readonly first: number;
  readonly width: 4 | 8;
  /** From one entry to the next; the width where there is nothing else in it. */
  readonly stride?: number;
}

function row(content: Uint8Array, { count, first, width, stride = width }: RowLayout): ReturnType<Reader> {
  const told = content.length >= count + 4 ? viewOf(content).getUint32(count) : 0;
  const fitting = Math.max(0, Math.min(told, Math.floor((content.length - first + stride - width) / stride)));
  return { places: Array.from({ length: fitting }, (_, index) => first + index * stride), width, anchor: 0 };
}

function readAuxiliary(content: Uint8Array): ReturnType<Reader> {
  const count = 4 + (((content[3] ?? 0) & 1) === 1 ? 8 : 0);
  return row(content, { count, first: count + 4, width: content[0] === 0 ? 4 : 8 });
}

function readRandomAccess(content: Uint8Array): ReturnType<Reader> {
  const width = content[0] === 1 ? 8 : 4;
  const sizes = content[11] ?? 0;
  const numbers = [(sizes >> 4) & 3, (sizes >> 2) & 3, sizes & 3].reduce((sum, size) => sum + size + 1, 0);
  return row(content, { count: 12, first: 16 + width, width, stride: width * 2 + numbers });
}

/** The distance from the end of this box to the first fragment. */
function readSegmentIndex(content: Uint8Array, { end }: Box): ReturnType<Reader> {
  return content[0] === 0 ? { places: [16], width: 4, anchor: end } : { places: [20], width: 8, anchor: end };
}

/** The positions that a table leads to. */
export function positionsOf({ content, places, width, anchor }: OffsetTable): number[] {
  const view = viewOf(content);
  return places.map((place) => anchor + (width === 8 ? Number(view.getBigUint64(place)) : view.getUint32(place)));
}

/** A table's content with other positions; null where one does not fit into its width. */
export function withPositions(
  { content, places, width }: OffsetTable,
  positions: readonly number[],
  anchor: number,
): Uint8Array | null {
  const edited = content.slice();
  const view = viewOf(edited);
  for (const [index, place] of places.entries()) {
    const value = (positions[index] as number) - anchor;
    if (value < 0 || (width === 4 && value > 0xffffffff)) return null;
    if (width === 8) view.setBigUint64(place, BigInt(value));
    else view.setUint32(place, value);
  }
  return edited;
}
