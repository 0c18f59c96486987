import { asciiBytes, bigEndian32, joinBytes, littleEndian32 } from '../formats/bytes.ts';

/** A 28-bit size in four bytes. */
export const synchsafe = (size: number): Uint8Array =>
  Uint8Array.of((size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127);

/** How a frame is stored. */
export interface FrameOptions {
  readonly flags?: number;
  /** Whether the size has 7 or 8 bits a byte; as the version says where it is not told. */
  readonly size?: 'synchsafe' | 'plain';
}

/** A frame of ID3v2; a text is stored as Latin-1. */
export function id3Frame(
  version: number,
  id: string,
  value: string | Uint8Array,
  { flags = 0, size }: FrameOptions = {},
): Uint8Array {
  const content = typeof value === 'string' ? joinBytes([Uint8Array.of(0), asciiBytes(value)]) : value;
  if (version === 2) return joinBytes([asciiBytes(id), bigEndian32(content.length).slice(1), content]);
  const isSynchsafe = (size ?? (version === 4 ? 'synchsafe' : 'plain')) === 'synchsafe';
  return joinBytes([
    asciiBytes(id),
    isSynchsafe ? synchsafe(content.length) : bigEndian32(content.length),
    Uint8Array.of(0, flags),
    content,
  ]);
}

/** What stands around the frames. */
export interface TagOptions {
  readonly flags?: number;
  readonly padding?: number;
  readonly footer?: boolean;
}

/** A whole ID3v2 tag. */
export function id3Tag(
  version: number,
  frames: readonly Uint8Array[],
  { flags = 0, padding = 0, footer = false }: TagOptions = {},
): Uint8Array {
  const body = joinBytes([...frames, new Uint8Array(padding)]);
  const edge = (mark: string): Uint8Array =>
    joinBytes([asciiBytes(mark), Uint8Array.of(version, 0, flags | (footer ? 0x10 : 0)), synchsafe(body.length)]);
  return joinBytes([edge('ID3'), body, footer ? edge('3DI') : new Uint8Array(0)]);
}

/** Puts a zero byte behind every 0xFF that could be taken for the start of sound. */
export function unsynchronised(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(
    [...bytes].flatMap((byte, index) =>
      byte === 0xff && ((bytes[index + 1] ?? 0) === 0 || (bytes[index + 1] ?? 0) >= 0xe0) ? [byte, 0] : [byte],
    ),
  );
}

/** MPEG-1 layer III frames of 128 kbit/s. */
export function mp3Sound(frames = 8): Uint8Array {
  const frame = new Uint8Array(417).fill(0x55);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  return joinBytes(Array.from({ length: frames }, () => frame));
}

/** ADTS frames of AAC-LC. */
export function aacSound(frames = 8): Uint8Array {
  const frame = new Uint8Array(200).fill(0x55);
  frame.set([0xff, 0xf1, 0x50, 0x80, 200 >> 3, ((200 & 7) << 5) | 0x1f, 0xfc]);
  return joinBytes(Array.from({ length: frames }, () => frame));
}

/** An ID3v1 tag. */
export function id3v1Tag(title: string | Uint8Array, genre: number): Uint8Array {
  const tag = new Uint8Array(128);
  tag.set(asciiBytes('TAG'));
  tag.set(typeof title === 'string' ? asciiBytes(title) : title, 3);
  tag.set(asciiBytes('Artist'), 33);
  tag[127] = genre;
  return tag;
}

/** How an APE tag is stored. */
export interface ApeOptions {
  readonly version?: number;
  readonly header?: boolean;
}

/** An APE tag; its footer tells of a header where it has one. */
export function apeTag(
  items: Readonly<Record<string, string | Uint8Array>>,
  { version = 2000, header = true }: ApeOptions = {},
): Uint8Array {
  const stored = Object.entries(items).map(([key, value]) => {
    const bytes = typeof value === 'string' ? Uint8Array.from(Buffer.from(value)) : value;
    return joinBytes([
      littleEndian32(bytes.length),
      littleEndian32(typeof value === 'string' ? 0 : 2),
      asciiBytes(`${key}\0`),
      bytes,
    ]);
  });
  const body = joinBytes(stored);
  const edge = (flags: number): Uint8Array =>
    joinBytes([
      asciiBytes('APETAGEX'),
      ...[version, body.length + 32, stored.length, flags].map(littleEndian32),
      new Uint8Array(8),
    ]);
  const flag = header ? 2 ** 31 : 0;
  return joinBytes([header ? edge(flag + 2 ** 29) : new Uint8Array(0), body, edge(flag)]);
}
