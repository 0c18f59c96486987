import type { ByteSource } from './byte-source.ts';
import { findFrameRun } from './frame-run.ts';
import { both, hasAt, SIGNATURE_BYTES, startsWith, startsWithBytes } from './signature.ts';
import { findSurroundings } from './surrounding-tags.ts';
import type { TagFormat } from './written-formats.ts';
import { WRITTEN_FORMATS } from './written-formats.ts';

/** Sound with tags of its own that are only read. */
const READ_ONLY_FORMATS = [
  { name: 'Matroska', begins: startsWithBytes('1a45dfa3') },
  { name: 'TTA', begins: startsWith('TTA1', 'TTA2') },
  { name: 'DFF', begins: startsWith('FRM8') },
  { name: 'CAF', begins: startsWith('caff') },
  { name: 'AVI', begins: both(startsWith('RIFF'), hasAt(8, 'AVI ')) },
  { name: 'ADIF', begins: startsWith('ADIF') },
  { name: 'MPEG video', begins: startsWithBytes('000001ba') },
  { name: 'MPEG video', begins: startsWithBytes('000001b3') },
  { name: 'Flash', begins: startsWith('FLV') },
  { name: 'AC-3', begins: startsWithBytes('0b77') },
  { name: 'OptimFROG', begins: startsWith('OFR ') },
  { name: 'AMR', begins: startsWith('#!AMR') },
  { name: 'Sun audio', begins: startsWith('.snd') },
] as const;

/** Containers of many kinds, which may hold frames of MP3. */
const isOtherForm = startsWith('RIFF', 'RIFX', 'RF64', 'FORM');

/** What a file is by its bytes; names are not looked at. `written` is null for what cannot be tagged. */
export interface DetectedFormat {
  readonly written: TagFormat | null;
  /** Which format it is, where its tags are only read. */
  readonly readOnly: (typeof READ_ONLY_FORMATS)[number]['name'] | null;
}

/** Recognises a container behind any ID3v2 tags in front of it; sound without one by a run of frames. */
export async function detectFormat(source: ByteSource): Promise<DetectedFormat> {
  const { start, end } = await findSurroundings(source);
  const isTagged = start > 0;
  const head = await source.read(start, SIGNATURE_BYTES);
  const container = WRITTEN_FORMATS.find(({ begins }) => begins(head));
  if (container) {
    const isMisplaced = isTagged && !('mayFollowTags' in container);
    return { written: isMisplaced ? null : container.name, readOnly: null };
  }
  const readOnly = READ_ONLY_FORMATS.find(({ begins }) => begins(head))?.name ?? null;
  if (readOnly !== null || isOtherForm(head)) return { written: null, readOnly };
  return { written: await findFrameRun(source, start, end, isTagged), readOnly: null };
}
