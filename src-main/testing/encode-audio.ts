import { deflateSync } from 'node:zlib';
import { createCore } from './ffmpeg-core.ts';
import type { SoundOptions } from './synthesize.ts';
import { synthesizeWav } from './synthesize.ts';

/** File kinds that tests write tags into, with the encoder's arguments. */
const ENCODINGS = {
  'mp3-id3v23': ['mp3', '-c:a', 'libmp3lame', '-b:a', '64k', '-id3v2_version', '3', '-write_id3v1', '1'],
  'mp3-id3v24': ['mp3', '-c:a', 'libmp3lame', '-q:a', '6', '-id3v2_version', '4'],
  'mp3-bare': ['mp3', '-c:a', 'libmp3lame', '-b:a', '64k', '-id3v2_version', '0', '-write_id3v1', '0'],
  'mp3-id3v1': ['mp3', '-c:a', 'libmp3lame', '-b:a', '64k', '-id3v2_version', '0', '-write_id3v1', '1'],
  flac: ['flac', '-c:a', 'flac'],
  // Without it, Ogg streams have other numbers each time.
  ogg: ['ogg', '-c:a', 'libvorbis', '-fflags', '+bitexact'],
  opus: ['opus', '-c:a', 'opus', '-strict', 'experimental', '-ar', '48000', '-b:a', '64k', '-fflags', '+bitexact'],
  'm4a-aac': ['m4a', '-c:a', 'aac', '-b:a', '64k', '-movflags', '+faststart'],
  'm4a-alac': ['m4a', '-c:a', 'alac'],
  wav: ['wav', '-c:a', 'pcm_s16le'],
  aiff: ['aiff', '-c:a', 'pcm_s16be', '-write_id3v2', '1'],
  wma: ['wma', '-c:a', 'wmav2', '-b:a', '64k'],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;

/** A name of {@link ENCODINGS}. */
export type Encoding = keyof typeof ENCODINGS;

/** All file kinds that tests can make. */
export const ALL_ENCODINGS = Object.keys(ENCODINGS) as Encoding[];

/** What to encode. */
export interface EncodeOptions {
  readonly sound: SoundOptions;
  readonly tags?: Readonly<Record<string, string>>;
  /** Embeds a small picture where the container takes one this way. */
  readonly cover?: boolean;
}

const TAKES_COVER: ReadonlySet<Encoding> = new Set(['mp3-id3v23', 'mp3-id3v24', 'flac', 'm4a-aac', 'm4a-alac']);

/** The file name extension of an encoding, with its dot. */
export function extensionOf(encoding: Encoding): string {
  return `.${ENCODINGS[encoding][0]}`;
}

/** A generated file of any kind, by the FFmpeg that comes with npm: tests need nothing else. */
export async function encodeAudio(
  encoding: Encoding,
  { sound, tags = {}, cover = false }: EncodeOptions,
): Promise<Uint8Array> {
  const core = await createCore();
  const [extension, ...codec] = ENCODINGS[encoding];
  const withCover = cover && TAKES_COVER.has(encoding);
  core.FS.writeFile('/in.wav', synthesizeWav({ sampleRate: 44_100, ...sound }));
  core.FS.writeFile('/cover.png', coverPicture());
  const errors: string[] = [];
  core.setLogger(({ message }) => errors.push(message));
  const metadata = Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
  const picture = withCover
    ? ['-i', '/cover.png', '-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v', 'attached_pic']
    : [];
  const status = core.exec('-i', '/in.wav', ...picture, ...codec, ...metadata, `/out.${extension}`);
  if (status !== 0) throw new Error(errors.slice(-5).join('\n'));
  return core.FS.readFile(`/out.${extension}`).slice();
}

/** A grey 16×16 PNG. */
function coverPicture(): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, 16, 0, 0, 0, 16, 8, 0, 0, 0, 0]);
  const rows = Buffer.alloc(16 * 17, 128).map((value, index) => (index % 17 === 0 ? 0 : value));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
