import type { FileWindow } from '../../../files/file-window.ts';
import type { ChunkFormat } from './chunks.ts';
import { chunksOf } from './chunks.ts';
import type { SoundLength } from './sound-length.ts';

const RIFF: ChunkFormat = { headerBytes: 8, alignment: 2, sizeIn: (header) => header.readUInt32LE(4) };
/** Sony Wave64: identifiers of 16 bytes, sizes of 64 bits that count their header. */
const SONY_64: ChunkFormat = {
  headerBytes: 24,
  alignment: 8,
  sizeIn: (header) => Number(header.readBigUInt64LE(16)) - 24,
};
const FORM_HEADER_BYTES = 12;
const SONY_64_HEADER_BYTES = 40;
const UNKNOWN = 0xffff_ffff;

/**
 * The length of a WAVE file whose header is no help to most readers: RF64 and BW64 (EBU Tech 3306: the size lies in
 * `ds64`), and files whose size was not known when the header was written (0, or more than there is: the sound reaches
 * to the end).
 * @returns null where the size is an ordinary one
 */
export async function waveLength(file: FileWindow, start: number): Promise<SoundLength | null> {
  const form = (await file.read(start, 4)).toString('latin1');
  const sound = await soundChunk(file, start + FORM_HEADER_BYTES, RIFF);
  if (!sound || (form === 'RIFF' && sound.isKnown)) return null;
  return lengthOf(sound);
}

/** The length of a Sony Wave64 file. */
export async function sony64Length(file: FileWindow, start: number): Promise<SoundLength | null> {
  const sound = await soundChunk(file, start + SONY_64_HEADER_BYTES, SONY_64);
  return sound && lengthOf(sound);
}

interface SoundChunk {
  readonly format: Buffer;
  readonly bytes: number;
  readonly isKnown: boolean;
}

async function soundChunk(file: FileWindow, start: number, chunkFormat: ChunkFormat): Promise<SoundChunk | null> {
  let format: Buffer | null = null;
  let longSize: number | null = null;
  for await (const { id, start: content, size } of chunksOf(file, start, chunkFormat)) {
    if (id === 'ds64') longSize = Number((await file.read(content + 8, 8)).readBigUInt64LE(0));
    if (id === 'fmt ') format = await file.read(content, 16);
    if (id !== 'data') continue;
    const told = size === UNKNOWN && longSize !== null ? longSize : size;
    const left = file.size - content;
    const isKnown = told > 0 && told <= left;
    return format?.length === 16 ? { format, bytes: isKnown ? told : left, isKnown } : null;
  }
  return null;
}

/** Mean bytes a second are in every format, also in compressed ones. */
function lengthOf({ format, bytes }: SoundChunk): SoundLength | null {
  const bytesPerSecond = format.readUInt32LE(8);
  if (bytesPerSecond === 0) return null;
  return {
    durationSeconds: bytes / bytesPerSecond,
    sampleRate: format.readUInt32LE(4),
    channels: format.readUInt16LE(2),
  };
}
