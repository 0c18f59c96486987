import type { ByteSource } from './byte-source.ts';
import { asciiOf } from './bytes.ts';
import { findFrameRun } from './frame-run.ts';
import { findSurroundings } from './surrounding-tags.ts';
import type { TagFormat } from './tag-format.ts';

/** Sound with tags of its own that are only read. */
type ReadOnlyFormat =
  | 'Matroska'
  | 'TTA'
  | 'DFF'
  | 'CAF'
  | 'AVI'
  | 'ADIF'
  | 'MPEG video'
  | 'Flash'
  | 'AC-3'
  | 'OptimFROG'
  | 'AMR'
  | 'Sun audio';

const ASF_HEADER = '3026b2758e66cf11a6d900aa0062ce6c';

type Test = (head: Uint8Array) => boolean;
const startsWith =
  (...marks: string[]): Test =>
  (head) =>
    marks.some((mark) => asciiOf(head, 0, mark.length) === mark);
const hasAt =
  (offset: number, ...marks: string[]): Test =>
  (head) =>
    marks.includes(asciiOf(head, offset, 4));
const both =
  (a: Test, b: Test): Test =>
  (head) =>
    a(head) && b(head);
const hex =
  (prefix: string): Test =>
  (head) =>
    Buffer.from(head.subarray(0, prefix.length / 2)).toString('hex') === prefix;

const WRITTEN: readonly (readonly [TagFormat, Test])[] = [
  ['flac', startsWith('fLaC')],
  ['ogg', startsWith('OggS')],
  ['mp4', hasAt(4, 'ftyp', 'moov', 'mdat', 'wide')],
  // Words of a text as well: a first box of 16 MB is not to be expected.
  ['mp4', both(hasAt(4, 'free', 'skip', 'pnot', 'styp', 'sidx', 'moof', 'uuid'), (head) => head[0] === 0)],
  ['wav', both(startsWith('RIFF', 'RF64', 'BW64'), hasAt(8, 'WAVE'))],
  ['aiff', both(startsWith('FORM'), hasAt(8, 'AIFF', 'AIFC'))],
  ['wma', hex(ASF_HEADER)],
  ['ape', startsWith('MPCK', 'MP+', 'wvpk', 'MAC ')],
  ['dsf', startsWith('DSD ')],
];

const READ: readonly (readonly [ReadOnlyFormat, Test])[] = [
  ['Matroska', hex('1a45dfa3')],
  ['TTA', startsWith('TTA1', 'TTA2')],
  ['DFF', startsWith('FRM8')],
  ['CAF', startsWith('caff')],
  ['AVI', both(startsWith('RIFF'), hasAt(8, 'AVI '))],
  ['ADIF', startsWith('ADIF')],
  ['MPEG video', hex('000001ba')],
  ['MPEG video', hex('000001b3')],
  ['Flash', startsWith('FLV')],
  ['AC-3', hex('0b77')],
  ['OptimFROG', startsWith('OFR ')],
  ['AMR', startsWith('#!AMR')],
  ['Sun audio', startsWith('.snd')],
];

/** Containers of many kinds, which may hold frames of MP3. */
const isOtherForm = startsWith('RIFF', 'RIFX', 'RF64', 'FORM');

/** What a file is by its bytes; names are not looked at. `written` is null for what cannot be tagged. */
export interface DetectedFormat {
  readonly written: TagFormat | null;
  /** Which format it is, where its tags are only read. */
  readonly readOnly: ReadOnlyFormat | null;
}

/** Recognises a container behind any ID3v2 tags in front of it; sound without one by a run of frames. */
export async function detectFormat(source: ByteSource): Promise<DetectedFormat> {
  const { start, end } = await findSurroundings(source);
  const head = await source.read(start, 64);
  const written = WRITTEN.find(([, test]) => test(head))?.[0];
  // Containers that store absolute positions or their size stand at the very start; ID3 in front is none of theirs.
  const needsStart = written !== undefined && !['flac', 'ape'].includes(written);
  if (written !== undefined) return { written: needsStart && start > 0 ? null : written, readOnly: null };
  const readOnly = READ.find(([, test]) => test(head))?.[0] ?? null;
  if (readOnly !== null) return { written: null, readOnly };
  return { written: isOtherForm(head) ? null : await findFrameRun(source, start, end, start > 0), readOnly: null };
}
