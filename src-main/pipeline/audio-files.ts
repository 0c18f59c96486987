import { extname } from 'node:path';

/**
 * The kinds of files that are read: FFmpeg's demuxers (`ffmpeg -demuxers`), and the extensions of each. Every one of
 * them reads the file that it is given and nothing else. Demuxers that read what a file names (playlists, lists,
 * sequences of pictures, session descriptions) must not stand here.
 */
const EXTENSIONS_OF_DEMUXERS = {
  mp3: ['.mp3', '.mp2'],
  flac: ['.flac'],
  ogg: ['.ogg', '.oga', '.opus', '.spx'],
  mov: ['.m4a', '.m4b', '.m4p', '.mp4', '.alac'],
  aac: ['.aac'],
  // AAC in LATM, which also goes by `.aac`.
  loas: [],
  wav: ['.wav', '.wave', '.bwf'],
  // Sony Wave64, which also goes by `.wav`.
  w64: [],
  aiff: ['.aif', '.aiff', '.aifc'],
  asf: ['.wma', '.asf'],
  ape: ['.ape'],
  wv: ['.wv'],
  mpc: ['.mpc'],
  // Musepack from stream version 8 on.
  mpc8: [],
  tta: ['.tta'],
  dsf: ['.dsf'],
  iff: ['.dff'],
  caf: ['.caf'],
  matroska: ['.mka'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** FFmpeg's demuxers of the kinds that are read; one that an FFmpeg does not have makes no difference to it. */
export const AUDIO_DEMUXERS: readonly string[] = Object.keys(EXTENSIONS_OF_DEMUXERS);

/** The extensions that music goes by, in lower case, with their dots. */
export const AUDIO_EXTENSIONS: readonly string[] = Object.values(EXTENSIONS_OF_DEMUXERS).flat();

/** Whether a name looks like music. The content decides later. */
export function hasAudioExtension(path: string): boolean {
  return AUDIO_EXTENSIONS.includes(extname(path).toLowerCase());
}
