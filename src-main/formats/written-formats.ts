import { asfEditor } from './asf.ts';
import { chunkEditor } from './chunks.ts';
import { dsfEditor } from './dsf.ts';
import { flacEditor } from './flac.ts';
import type { FrameFormat } from './frame-run.ts';
import { apeFamilyEditor, mpegAudioEditor } from './mpeg-audio.ts';
import { mp4Editor } from './mp4.ts';
import { oggEditor } from './ogg.ts';
import type { Signature } from './signature.ts';
import { both, either, hasAt, startsWith, startsWithBytes } from './signature.ts';
import type { TagEditor } from './tag-format.ts';

/** A container whose genre can be written. */
interface WrittenFormat {
  readonly name: string;
  readonly begins: Signature;
  readonly editor: TagEditor;
  /** Containers that store absolute positions or their size stand at the very start: ID3 in front is none of theirs. */
  readonly mayFollowTags?: boolean;
}

const MP4_BOXES = hasAt(4, 'ftyp', 'moov', 'mdat', 'wide');
/** Words of a text as well: a first box of 16 MB is not to be expected. */
const MP4_RARE_BOXES = both(hasAt(4, 'free', 'skip', 'pnot', 'styp', 'sidx', 'moof', 'uuid'), (head) => head[0] === 0);
const ASF_HEADER = '3026b2758e66cf11a6d900aa0062ce6c';

/** Every container that can be tagged: a new one needs a row here, an editor, and its extension in the walk of folders. */
export const WRITTEN_FORMATS = [
  { name: 'flac', begins: startsWith('fLaC'), editor: flacEditor, mayFollowTags: true },
  { name: 'ogg', begins: startsWith('OggS'), editor: oggEditor },
  { name: 'mp4', begins: either(MP4_BOXES, MP4_RARE_BOXES), editor: mp4Editor },
  { name: 'wav', begins: both(startsWith('RIFF', 'RF64', 'BW64'), hasAt(8, 'WAVE')), editor: chunkEditor },
  { name: 'aiff', begins: both(startsWith('FORM'), hasAt(8, 'AIFF', 'AIFC')), editor: chunkEditor },
  { name: 'wma', begins: startsWithBytes(ASF_HEADER), editor: asfEditor },
  { name: 'ape', begins: startsWith('MPCK', 'MP+', 'wvpk', 'MAC '), editor: apeFamilyEditor, mayFollowTags: true },
  { name: 'dsf', begins: startsWith('DSD '), editor: dsfEditor },
] as const satisfies readonly WrittenFormat[];

/** What can be tagged: a container, or frames without one. */
export type TagFormat = (typeof WRITTEN_FORMATS)[number]['name'] | FrameFormat;

/** The editor of a format. */
export function editorOf(format: TagFormat): TagEditor {
  return WRITTEN_FORMATS.find(({ name }) => name === format)?.editor ?? mpegAudioEditor;
}
