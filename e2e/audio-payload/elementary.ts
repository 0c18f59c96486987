const ID3V1_BYTES = 128;
const APE_FOOTER_BYTES = 32;
const APE_HAS_HEADER = 0x8000_0000;

/**
 * Where the ID3v2 tags at the start of a file end (https://id3.org/id3v2.4.0-structure, section 3.1); zeros behind one
 * are its padding.
 */
export function skipId3v2(file: Buffer): number {
  let offset = 0;
  while (file.toString('latin1', offset, offset + 3) === 'ID3' && offset + 10 <= file.length) {
    const sizes = file.subarray(offset + 6, offset + 10);
    if (sizes.some((byte) => byte > 127)) break;
    const size = sizes.reduce((sum, byte) => sum * 128 + byte, 0);
    offset += 10 + size + ((file[offset + 5] ?? 0) & 0x10 ? 10 : 0);
    while (file[offset] === 0) offset++;
  }
  return Math.min(offset, file.length);
}

/**
 * MPEG audio: all between the tags in front (ID3v2) and behind (ID3v1, APEv2); zeros in front are padding, with a tag
 * or without.
 */
export function mpegPayload(file: Buffer, from: number): readonly Uint8Array[] {
  let start = from;
  while (file[start] === 0) start++;
  return [file.subarray(start, Math.max(start, endOfSound(file)))];
}

/** FLAC (RFC 9639): the stream's properties and its frames. */
export function flacPayload(file: Buffer, start: number): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let offset = start + 4; offset + 4 <= file.length;) {
    const flags = file[offset] ?? 0;
    const end = offset + 4 + file.readUIntBE(offset + 1, 3);
    if ((flags & 127) === 0) parts.push(file.subarray(offset + 4, end));
    offset = end;
    if ((flags & 128) !== 0) return [...parts, file.subarray(offset, Math.max(offset, endOfSound(file)))];
  }
  return parts;
}

/** Without an ID3v1 tag and an APEv2 tag before it. */
function endOfSound(file: Buffer): number {
  let end = file.length;
  if (file.toString('latin1', end - ID3V1_BYTES, end - ID3V1_BYTES + 3) === 'TAG') end -= ID3V1_BYTES;
  const footer = end - APE_FOOTER_BYTES;
  if (footer < 0 || file.toString('latin1', footer, footer + 8) !== 'APETAGEX') return end;
  const bytes =
    file.readUInt32LE(footer + 12) + (file.readUInt32LE(footer + 20) & APE_HAS_HEADER ? APE_FOOTER_BYTES : 0);
  return bytes <= end ? end - bytes : end;
}
