interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/**
 * MP4 (ISO 14496-12): every sample of every track but pictures' and texts', by the sample tables; where those are
 * damaged, all media data.
 */
export function mp4Payload(file: Buffer): readonly Uint8Array[] {
  const top = boxes(file, 0, file.length);
  try {
    const tracks = top
      .filter(({ type }) => type === 'moov')
      .flatMap(({ start, end }) => boxes(file, start, end))
      .filter(({ type }) => type === 'trak');
    const parts = tracks.flatMap((track) => samplesOf(file, track));
    if (parts.length > 0) return parts;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return top.filter(({ type }) => type === 'mdat').map(({ start, end }) => file.subarray(start, end));
}

/** Boxes that fit into a segment; a size of 0 reaches to its end. */
function boxes(file: Buffer, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let offset = from; offset + 8 <= to;) {
    const short = file.readUInt32BE(offset);
    const large = short === 1 && offset + 16 <= to;
    const size = short === 0 ? to - offset : large ? Number(file.readBigUInt64BE(offset + 8)) : short;
    if (size < 8) break;
    found.push({
      type: file.toString('latin1', offset + 4, offset + 8),
      start: offset + (large ? 16 : 8),
      end: Math.min(to, offset + size),
    });
    offset += size;
  }
  return found;
}

function inside(file: Buffer, box: Box, ...path: readonly string[]): Box | null {
  let current: Box | null = box;
  for (const type of path)
    current = current ? (boxes(file, current.start, current.end).find((child) => child.type === type) ?? null) : null;
  return current;
}

/** @throws RangeError where the tables lead out of the file */
function samplesOf(file: Buffer, track: Box): Uint8Array[] {
  const handler = inside(file, track, 'mdia', 'hdlr');
  const table = inside(file, track, 'mdia', 'minf', 'stbl');
  if (!handler || !table || file.toString('latin1', handler.start + 8, handler.start + 12) !== 'soun') return [];
  const [description, sizes, chunks, times] = ['stsd', 'stsz', 'stsc', 'stts'].map((type) => inside(file, table, type));
  const offsets = inside(file, table, 'stco') ?? inside(file, table, 'co64');
  if (!description || !sizes || !chunks || !times || !offsets) return [];
  const wide = offsets.type === 'co64';
  const fixedSize = file.readUInt32BE(sizes.start + 4);
  const count = file.readUInt32BE(sizes.start + 8);
  const chunkCount = file.readUInt32BE(offsets.start + 4);
  const parts: Uint8Array[] = [
    file.subarray(description.start, description.end),
    file.subarray(times.start, times.end),
  ];
  let sample = 0;
  for (let chunk = 0; chunk < chunkCount && sample < count; chunk++) {
    let position = wide
      ? Number(file.readBigUInt64BE(offsets.start + 8 + chunk * 8))
      : file.readUInt32BE(offsets.start + 8 + chunk * 4);
    for (let left = samplesInChunk(file, chunks, chunk + 1); left > 0 && sample < count; left--, sample++) {
      const size = fixedSize || file.readUInt32BE(sizes.start + 12 + sample * 4);
      if (position + size > file.length) throw new RangeError('a sample lies outside the file');
      parts.push(file.subarray(position, position + size));
      position += size;
    }
  }
  return parts;
}

function samplesInChunk(file: Buffer, table: Box, chunk: number): number {
  const entries = file.readUInt32BE(table.start + 4);
  let samples = 0;
  for (let entry = 0; entry < entries && file.readUInt32BE(table.start + 8 + entry * 12) <= chunk; entry++)
    samples = file.readUInt32BE(table.start + 12 + entry * 12);
  return samples;
}
