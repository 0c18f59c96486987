import { expect } from 'vitest';
import { asciiBytes, joinBytes } from '../formats/bytes.ts';
import { bytesSource } from '../formats/byte-source.ts';
import { isIntact, readPages } from '../formats/ogg-pages.ts';
import { oggEditor } from '../formats/ogg.ts';
import { editFile } from './edited-file.ts';
import { oggPackets, oggPages, vorbisComments } from './ogg-file.ts';

/** Number of the stream in the files that are made here. */
export const SERIAL = 77;
const FRAMING = Uint8Array.of(1);

/** Bytes without a pattern; equal seeds give equal bytes. */
export const noise = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, index) => (index * index * 31 + index * 7 + seed) & 255);
const identification = joinBytes([asciiBytes('\x01vorbis'), noise(23)]);
/** A Vorbis stream's comment packet. */
export const comment = (entries: readonly (string | Uint8Array)[]) =>
  joinBytes([asciiBytes('\x03vorbis'), vorbisComments(entries), FRAMING]);
const setup = (length: number) => joinBytes([asciiBytes('\x05vorbis'), noise(length)]);
/** Packets that stand for sound. */
export const sound = (count: number) => Array.from({ length: count }, (_, index) => noise(200 + 97 * index, index));

/** What a file is like. */
export interface VorbisShape {
  readonly entries: readonly (string | Uint8Array)[];
  readonly setupBytes?: number;
  readonly segments?: number;
  readonly soundOnHeaderPage?: boolean;
}

/** The pages of a file with one Vorbis stream. */
export function vorbisPages({
  entries,
  setupBytes = 3000,
  segments = 255,
  soundOnHeaderPage = false,
}: VorbisShape): Uint8Array[] {
  const headers = [comment(entries), setup(setupBytes)];
  const packets = soundOnHeaderPage
    ? [[identification], [...headers, ...sound(30)]]
    : [[identification], headers, sound(15), sound(15)];
  return oggPages({ serial: SERIAL, packets, segments });
}

/** A file with one Vorbis stream. */
export const vorbisFile = (shape: VorbisShape) => joinBytes(vorbisPages(shape));

/** Changes the genre, and expects, by another reader of packets, that no other packet is another one. */
export async function editOgg(file: Uint8Array, genres: readonly string[], serial = SERIAL) {
  const edited = await editFile(oggEditor, file, genres);
  const [before, after] = [oggPackets(file, serial), oggPackets(edited.bytes, serial)];
  expect(after.packets.length).toBe(before.packets.length);
  const isKept = (packet: Uint8Array, index: number) =>
    Buffer.compare(packet, before.packets[index] ?? new Uint8Array()) === 0;
  expect(after.packets.filter((packet, index) => !isKept(packet, index)).length).toBeLessThanOrEqual(1);
  expect(after.sequences).toEqual(after.sequences.map((_, index) => index));
  for await (const { page } of readPages(bytesSource(edited.bytes))) expect(page && isIntact(page)).toBe(true);
  expect(edited.after.tags.map((tag) => tag.genres)).toEqual(edited.before.tags.map(() => genres));
  return {
    ...edited,
    pagesBefore: before.sequences.length,
    pagesAfter: after.sequences.length,
    comment: after.packets[1] ?? new Uint8Array(),
  };
}
