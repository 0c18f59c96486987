const PAGE_HEADER = 27;
const CONTINUED = 1;

/** A comment packet of Vorbis, Opus, or FLAC in Ogg. */
function isComment(packet: Buffer): boolean {
  const start = packet.toString('latin1', 0, 8);
  const isFlacComment =
    ((packet[0] ?? 0) & 127) === 4 && packet.length > 4 && packet.readUIntBE(1, 3) + 4 === packet.length;
  return start.startsWith('\x03vorbis') || start === 'OpusTags' || isFlacComment;
}

/** Where the next page begins; -1 where none does. What looks like a page and has an intact one within it is damage. */
function nextPage(file: Buffer, from: number): number {
  const start = findPage(file, from);
  if (start < 0 || isIntact(file, start)) return start;
  const end = start + pageLength(file, start);
  for (let inner = findPage(file, start + 1); inner >= 0 && inner < end; inner = findPage(file, inner + 1))
    if (isIntact(file, inner)) return inner;
  return start;
}

function findPage(file: Buffer, from: number): number {
  const start = file.indexOf('OggS', from, 'latin1');
  return start + PAGE_HEADER <= file.length ? start : -1;
}

function pageLength(file: Buffer, start: number): number {
  const lacing = file.subarray(start + PAGE_HEADER, start + PAGE_HEADER + (file[start + 26] ?? 0));
  return PAGE_HEADER + lacing.length + lacing.reduce((sum, length) => sum + length, 0);
}

function isIntact(file: Buffer, start: number): boolean {
  const page = Buffer.from(file.subarray(start, start + pageLength(file, start)));
  const told = page.readUInt32LE(22);
  return checksum(page.fill(0, 22, 26)) === told;
}

/** CRC-32 with the polynomial 0x04c11db7, highest bit first (RFC 3533, section 6). */
function checksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

/**
 * Ogg (RFC 3533): all packets of all streams but the comments, with the positions of the pages on which sound ends.
 * Pages may be numbered and cut anew; what cannot be walked is taken as it is.
 */
export function oggPayload(file: Buffer): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  const unfinished = new Map<number, Buffer>();
  let offset = 0;
  for (let next = nextPage(file, 0); next >= 0; next = nextPage(file, offset)) {
    // Bytes between pages are nobody's, and stay.
    if (next > offset) parts.push(file.subarray(offset, next));
    offset = next;
    const serial = file.readUInt32LE(offset + 14);
    const lacing = file.subarray(offset + PAGE_HEADER, offset + PAGE_HEADER + (file[offset + 26] ?? 0));
    let position = offset + PAGE_HEADER + lacing.length;
    let packet = (file[offset + 5] ?? 0) & CONTINUED ? (unfinished.get(serial) ?? Buffer.alloc(0)) : Buffer.alloc(0);
    let endsSound = false;
    for (const length of lacing) {
      packet = Buffer.concat([packet, file.subarray(position, position + length)]);
      position += length;
      if (length === 255) continue;
      if (!isComment(packet)) parts.push(packet);
      endsSound ||= !isComment(packet);
      packet = Buffer.alloc(0);
    }
    unfinished.set(serial, packet);
    if (endsSound) parts.push(file.subarray(offset + 6, offset + 18));
    offset = position;
  }
  return [...parts, ...unfinished.values(), file.subarray(Math.min(offset, file.length))];
}
