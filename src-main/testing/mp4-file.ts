import { asciiBytes, bigEndian32, joinBytes } from '../formats/bytes.ts';

/** A box; the sign © is one byte. */
export function box(type: string, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = joinBytes(contents);
  return joinBytes([bigEndian32(8 + content.length), asciiBytes(type), content]);
}

/** A box with a 64-bit size. */
export function largeBox(type: string, content: Uint8Array): Uint8Array {
  return joinBytes([bigEndian32(1), asciiBytes(type), wide(16 + content.length), content]);
}

/** A box that reaches to the end. */
export function lastBox(type: string, content: Uint8Array): Uint8Array {
  return joinBytes([bigEndian32(0), asciiBytes(type), content]);
}

/** A 64-bit number. */
export function wide(value: number): Uint8Array {
  return joinBytes([bigEndian32(Math.floor(value / 2 ** 32)), bigEndian32(value >>> 0)]);
}

/** A value of iTunes' list. */
export function dataBox(kind: number, value: Uint8Array | string): Uint8Array {
  return box(
    'data',
    bigEndian32(kind),
    new Uint8Array(4),
    typeof value === 'string' ? Uint8Array.from(Buffer.from(value)) : value,
  );
}

/** An item of iTunes' list with a name of its own. */
export function freeForm(name: string, value: Uint8Array | string, mean = 'com.apple.iTunes'): Uint8Array {
  return box(
    '----',
    box('mean', new Uint8Array(4), asciiBytes(mean)),
    box('name', new Uint8Array(4), asciiBytes(name)),
    dataBox(typeof value === 'string' ? 1 : 0, value),
  );
}

/** The box that says which kind of tags stand beside it. */
export const HANDLER = box('hdlr', new Uint8Array(8), asciiBytes('mdirappl'), new Uint8Array(9));

/** A box for tags as iTunes writes it. */
export function meta(...contents: readonly Uint8Array[]): Uint8Array {
  return box('meta', new Uint8Array(4), HANDLER, ...contents);
}

/** A track whose sound begins at these places. */
function track(places: readonly number[], kind: 'stco' | 'co64' = 'stco'): Uint8Array {
  const table = box(
    kind,
    new Uint8Array(4),
    bigEndian32(places.length),
    ...places.map(kind === 'stco' ? bigEndian32 : wide),
  );
  return box(
    'trak',
    box('tkhd', new Uint8Array(20)),
    box('mdia', box('mdhd', new Uint8Array(20)), box('minf', box('stbl', box('stsd', new Uint8Array(30)), table))),
  );
}

/** Sound whose bytes tell one place from another. */
export const MP4_SOUND = Uint8Array.from({ length: 3000 }, (_, index) => (index * index * 31) >> 3);
const FILE_TYPE = box('ftyp', asciiBytes('M4A '), new Uint8Array(4), asciiBytes('M4A isom'));

/** How a file is laid out. */
export interface Mp4Layout {
  /** Boxes of moov behind the track. */
  readonly inMoov: readonly Uint8Array[];
  readonly order: 'moov first' | 'moov last';
  readonly sound?: (content: Uint8Array) => Uint8Array;
  readonly table?: 'stco' | 'co64';
  /** Boxes at the top level between the index and the sound. */
  readonly between?: readonly Uint8Array[];
  readonly behind?: readonly Uint8Array[];
}

/** A file of one track with three chunks of a thousand bytes. */
export function mp4File({
  inMoov,
  order,
  sound = (content) => box('mdat', content),
  table,
  between = [],
  behind = [],
}: Mp4Layout): Uint8Array {
  const build = (start: number): Uint8Array => {
    const moov = box(
      'moov',
      box('mvhd', new Uint8Array(20)),
      track([start, start + 1000, start + 2000], table),
      ...inMoov,
    );
    const parts = order === 'moov first' ? [moov, ...between, sound(MP4_SOUND)] : [sound(MP4_SOUND), ...between, moov];
    return joinBytes([FILE_TYPE, ...parts, ...behind]);
  };
  const start = Buffer.from(build(0)).indexOf(Buffer.from(MP4_SOUND));
  return build(start);
}
