import type { IAudioMetadata } from 'music-metadata';
import type { TrackMetadata } from '../../contract/track.ts';

/** What a track's file says of itself besides names; what it does not say is left out. */
export type FileFacts = Pick<TrackMetadata, 'year' | 'bpm' | 'format' | 'bitRate'>;

const LONGEST_FORMAT = 40;
const LATEST_YEAR = 9999;
/** Bits a second: eight channels of 64 bits at 768 kHz. */
const HIGHEST_BIT_RATE = 400e6;
const SLOWEST = 20;
const FASTEST = 400;

/** Codecs and containers as people call them; the first that fits counts. */
const FORMAT_NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/MPEG.*Layer (3|III)\b/i, 'MP3'],
  [/MPEG.*Layer (2|II)\b/i, 'MP2'],
  [/MPEG.*Layer (1|I)\b/i, 'MP1'],
  [/\bALAC\b/i, 'ALAC'],
  [/AAC|mp4a|^ADTS/i, 'AAC'],
  [/FLAC/i, 'FLAC'],
  [/Opus/i, 'Opus'],
  [/Vorbis/i, 'Vorbis'],
  [/Speex/i, 'Speex'],
  [/WavPack/i, 'WavPack'],
  [/Monkey/i, 'APE'],
  [/Musepack|\bMPC\b/i, 'Musepack'],
  [/AC-?3/i, 'AC-3'],
  [/\bDS[DF]/i, 'DSD'],
  [/\bTTA\b/i, 'TTA'],
  [/\bWMA\b|Windows Media|^ASF/i, 'WMA'],
  [/^AIF/i, 'AIFF'],
  [/^(WAVE?|RIFF|RF64)/i, 'WAV'],
];

/** Year, beat, format and bit rate, as far as they can be true. */
export function fileFacts({ common, format }: Pick<IAudioMetadata, 'common' | 'format'>): FileFacts {
  const { year } = common;
  const bpm = beatOf(common.bpm);
  const name = formatName(format.codec, format.container);
  const { bitrate } = format;
  return {
    ...(year !== undefined && Number.isInteger(year) && year >= 1 && year <= LATEST_YEAR && { year }),
    ...(bpm !== null && { bpm }),
    ...(name !== '' && { format: name }),
    ...(bitrate !== undefined && bitrate >= 1 && bitrate <= HIGHEST_BIT_RATE && { bitRate: Math.round(bitrate) }),
  };
}

/** The tempo that a tag tells, in beats a minute; null where it tells none that can be. */
export function beatOf(bpm: number | undefined): number | null {
  return bpm !== undefined && bpm >= SLOWEST && bpm <= FASTEST ? bpm : null;
}

/** The codec, else the container. `PCM` is in all containers, and is called as they are. */
function formatName(codec = '', container = ''): string {
  const known = [codec, container].flatMap((text) => FORMAT_NAMES.find(([pattern]) => pattern.test(text))?.[1] ?? []);
  return known[0] ?? (codec || container).slice(0, LONGEST_FORMAT);
}
