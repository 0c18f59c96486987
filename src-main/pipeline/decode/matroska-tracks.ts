import type { FileWindow } from '../../files/file-window.ts';
import type { SoundTrack } from './sound-stream.ts';

interface Element {
  readonly id: number;
  /** Of the content. */
  readonly start: number;
  readonly end: number;
}

/** Matroska's element identifiers (RFC 9559). */
const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const FLAG_DEFAULT = 0x88;
const SOUND = 2;
const MOST_ELEMENTS = 100_000;

/** The sound tracks of a Matroska or WebM file; without a FlagDefault a track is one of the default ones. */
export async function matroskaTracks(file: FileWindow): Promise<SoundTrack[]> {
  const segment = await find(file, SEGMENT, 0, file.size);
  const tracks = segment && (await find(file, TRACKS, segment.start, segment.end));
  if (!tracks) return [];
  const found: SoundTrack[] = [];
  for await (const entry of elements(file, tracks.start, tracks.end)) {
    if (entry.id !== TRACK_ENTRY) continue;
    const [type, flag] = [await numberIn(file, entry, TRACK_TYPE), await numberIn(file, entry, FLAG_DEFAULT)];
    if (type === SOUND) found.push({ isDefault: flag !== 0 });
  }
  return found;
}

async function numberIn(file: FileWindow, { start, end }: Element, id: number): Promise<number | null> {
  const element = await find(file, id, start, end);
  if (!element) return null;
  const bytes = await file.read(element.start, Math.min(6, element.end - element.start));
  return bytes.length === 0 ? 0 : bytes.readUIntBE(0, bytes.length);
}

async function find(file: FileWindow, id: number, start: number, end: number): Promise<Element | null> {
  for await (const element of elements(file, start, end)) if (element.id === id) return element;
  return null;
}

async function* elements(file: FileWindow, start: number, end: number): AsyncGenerator<Element> {
  for (let position = start, count = 0; position < end && count < MOST_ELEMENTS; count++) {
    const head = await file.read(position, 12);
    const idBytes = lengthOf(head[0]);
    const sizeBytes = lengthOf(head[idBytes]);
    if (idBytes > 4 || sizeBytes > 8 || head.length < idBytes + sizeBytes) return;
    const content = position + idBytes + sizeBytes;
    const size = sizeIn(head.subarray(idBytes, idBytes + sizeBytes));
    const last = size === null ? end : Math.min(end, content + size);
    yield { id: head.readUIntBE(0, idBytes), start: content, end: last };
    position = last;
  }
}

/** Bytes of a variable-length integer: the leading zeros of its first byte tell. */
function lengthOf(first = 0): number {
  return Math.clz32(first) - 23;
}

/** @returns null where all bits are set: the size is unknown */
function sizeIn(bytes: Uint8Array): number | null {
  const bits = 7 * bytes.length;
  const value = bytes.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & (0xff >> bytes.length) : byte), 0);
  return value >= 2 ** bits - 1 ? null : value;
}
