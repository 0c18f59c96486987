import { asciiBytes, joinBytes, littleEndian32 } from '../formats/bytes.ts';
import { buildPage } from '../formats/ogg-pages.ts';

/** A logical stream to be put into pages. */
export interface OggStream {
  readonly serial: number;
  /** Each list of packets begins a new page; the first holds the first packet alone. */
  readonly packets: readonly (readonly Uint8Array[])[];
  /** Segments in a page. */
  readonly segments?: number;
}

/** Header packets do not count for the granule position. */
const HEADER_PACKETS = 3;

/** Pages with the stream's packets; the granule position counts packets. */
export function oggPages({ serial, packets, segments = 255 }: OggStream): Uint8Array[] {
  const pages: Uint8Array[] = [];
  let ended = 0;
  for (const [run, list] of packets.entries()) {
    const lacing = joinBytes(
      list.map(({ length }) => new Uint8Array(Math.floor(length / 255) + 1).fill(255).fill(length % 255, -1)),
    );
    const bytes = joinBytes(list);
    for (let start = 0, offset = 0; start < lacing.length; start += segments) {
      const own = lacing.subarray(start, start + segments);
      const length = own.reduce((sum, value) => sum + value, 0);
      const endings = own.filter((value) => value < 255).length;
      ended += endings;
      pages.push(
        buildPage({
          continued: start > 0 && lacing[start - 1] === 255,
          begins: pages.length === 0,
          ends: run === packets.length - 1 && start + segments >= lacing.length,
          granule:
            endings === 0
              ? new Uint8Array(8).fill(255)
              : joinBytes([littleEndian32(Math.max(0, ended - HEADER_PACKETS)), new Uint8Array(4)]),
          serial,
          sequence: pages.length,
          lacing: own,
          body: bytes.subarray(offset, (offset += length)),
        }),
      );
    }
  }
  return pages;
}

/** A Vorbis comment structure. */
export function vorbisComments(entries: readonly (string | Uint8Array)[]): Uint8Array {
  const texts = [
    asciiBytes('vendor'),
    ...entries.map((entry) => (typeof entry === 'string' ? Uint8Array.from(Buffer.from(entry)) : entry)),
  ];
  const [vendor = [], ...list] = texts.map((text) => [littleEndian32(text.length), text]);
  return joinBytes([...vendor, littleEndian32(entries.length), ...list.flat()]);
}

/** The packets of an Ogg file's streams, by serial number, as any reader puts them together. */
export function oggPackets(file: Uint8Array, serial: number): { packets: Uint8Array[]; sequences: number[] } {
  const packets: Uint8Array[] = [];
  const sequences: number[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  let open: Uint8Array[] = [];
  for (let position = 0; position < file.length;) {
    const count = view.getUint8(position + 26);
    let body = position + 27 + count;
    const isOwn = view.getUint32(position + 14, true) === serial;
    if (isOwn) sequences.push(view.getUint32(position + 18, true));
    for (const length of file.subarray(position + 27, position + 27 + count)) {
      if (isOwn) open.push(file.subarray(body, body + length));
      body += length;
      if (!isOwn || length === 255) continue;
      packets.push(joinBytes(open));
      open = [];
    }
    position = body;
  }
  return { packets, sequences };
}
