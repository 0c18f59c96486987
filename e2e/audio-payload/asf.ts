const HEADER_BYTES = 30;
const FILE_PROPERTIES = 'a1dcab8c47a9cf118ee400c00c205365';
const STREAM_PROPERTIES = '9107dcb7b7a9cf118ee600c00c205365';
/** Of the file, which tags change. */
const FILE_SIZE = { start: 40, end: 48 };

/**
 * ASF (Microsoft's specification, sections 2 and 3): the streams' properties and all behind the header: data and index.
 */
export function asfPayload(file: Buffer): readonly Uint8Array[] {
  const headerEnd = sizeAt(file, 16);
  const parts: Uint8Array[] = [];
  for (let offset = HEADER_BYTES; offset + 24 <= Math.min(headerEnd, file.length);) {
    const length = sizeAt(file, offset + 16);
    const id = file.toString('hex', offset, offset + 16);
    if (id === STREAM_PROPERTIES) parts.push(file.subarray(offset, offset + length));
    if (id === FILE_PROPERTIES)
      parts.push(
        file.subarray(offset, offset + FILE_SIZE.start),
        file.subarray(offset + FILE_SIZE.end, offset + length),
      );
    if (length < 24) break;
    offset += length;
  }
  return [...parts, file.subarray(headerEnd)];
}

/** Sizes have 64 bits; no file of a test has so many. */
function sizeAt(file: Buffer, offset: number): number {
  return offset + 8 <= file.length ? Number(file.readBigUInt64LE(offset)) : 0;
}
