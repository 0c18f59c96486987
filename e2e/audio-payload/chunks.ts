const SOUND = new Set(['fmt ', 'fact', 'data', 'COMM', 'SSND']);

/**
 * What the chunks of a WAV (little-endian) or AIFF file hold that are sound or say how it is stored; sizes that lead
 * too far end with the file.
 */
export function chunkPayload(file: Buffer, littleEndian: boolean): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let offset = 12; offset + 8 <= file.length;) {
    const id = file.toString('latin1', offset, offset + 4);
    const length = littleEndian ? file.readUInt32LE(offset + 4) : file.readUInt32BE(offset + 4);
    if (SOUND.has(id)) parts.push(file.subarray(offset + 8, offset + 8 + length));
    offset += 8 + length + (length % 2);
  }
  return parts;
}
