import { FileWindow } from '../../../files/file-window.ts';
import { adtsFrame } from './adts-frame.ts';
import { aiffLength } from './aiff-length.ts';
import { cafLength } from './caf-length.ts';
import { flacLength } from './flac-length.ts';
import { walkFrames } from './frame-walk.ts';
import { leadingTagsEnd } from './leading-tags.ts';
import { mpegLength } from './mpeg-length.ts';
import { oggFlacLength } from './ogg-flac-length.ts';
import { ttaLength } from './tta-length.ts';
import { sony64Length, waveLength } from './wave-length.ts';

/** How long a file sounds, and what else its reader came across. */
export interface SoundLength {
  readonly durationSeconds: number;
  /** Hz */
  readonly sampleRate?: number;
  readonly channels?: number;
}

type LengthReader = (file: FileWindow, start: number) => Promise<SoundLength | null>;

/** By what stands at the beginning, behind ID3 tags. */
const BY_MAGIC: readonly (readonly [string, LengthReader])[] = [
  ['RIFF', waveLength],
  ['RF64', waveLength],
  ['BW64', waveLength],
  ['riff', sony64Length],
  ['FORM', aiffLength],
  ['caff', cafLength],
  ['fLaC', flacLength],
  ['OggS', oggFlacLength],
  ['TTA1', ttaLength],
];

/**
 * The length of files whose header does not tell it, or may lie: MP3 and other streams of frames, WAVE written to a
 * pipe or longer than 4 GB, FLAC in Ogg and others. Reads what is needed in pieces of at most a megabyte.
 * @param container what the tag reader takes the file for; streams of frames are looked for only where it agrees or
 * does not know
 * @returns null for all other files, and where the header can be believed
 * @throws what the file system says
 */
export async function soundLength(path: string, container: string | undefined): Promise<SoundLength | null> {
  return FileWindow.with(path, async (file) => {
    const start = await leadingTagsEnd(file);
    const magic = (await file.read(start, 4)).toString('latin1');
    const reader = BY_MAGIC.find(([word]) => word === magic)?.[1];
    if (reader) return reader(file, start);
    if (container !== undefined && !/MPEG|ADTS|AAC/i.test(container)) return null;
    if ((await file.read(start, 12)).toString('latin1', 4, 8) === 'ftyp') return null;
    const mpeg = await mpegLength(file, start);
    return mpeg === 'believed' ? null : (mpeg ?? walkFrames(file, start, adtsFrame));
  });
}
