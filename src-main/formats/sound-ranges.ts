import type { ByteSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import type { OggPage } from './ogg-pages.ts';
import { readHeaders } from './ogg-headers.ts';
import type { Field } from './tag-format.ts';
import { editorOf } from './written-formats.ts';

/** Where the bytes of a file's sound lie. */
export interface SoundRanges {
  /** In the file's order, `end` exclusive; at least one. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  /** Whether they are Ogg pages, whose numbers and checksums may follow the length of the tags. */
  readonly isPaged: boolean;
}

/** Fields of a reading that are sound, or say how it is to be understood and never change with tags. */
const SOUND_FIELDS: ReadonlySet<string> = new Set([
  'sound',
  'FLAC/block 0',
  'ASF data',
  'mdat',
  'chunk/fmt ',
  'chunk/data',
  'chunk/COMM',
  'chunk/SSND',
  'chunk/DSD ',
  'chunk/DST ',
]);

/**
 * The ranges of a file's sound; null where its format is not one whose tags are written, or it has none.
 * @throws AppError tags-unsupported where the structure is damaged; what the file system says
 */
export async function soundRanges(source: ByteSource): Promise<SoundRanges | null> {
  const { written } = await detectFormat(source);
  if (written === null) return null;
  if (written === 'ogg') return { ranges: [await rangeBehindHeaders(source)], isPaged: true };
  const { fields } = await editorOf(written).read(source);
  const ranges = fields.filter(isSound).map(({ start, end }) => ({ start, end }));
  return ranges.some(({ start, end }) => end > start) ? { ranges, isPaged: false } : null;
}

async function rangeBehindHeaders(source: ByteSource) {
  const { pages } = await readHeaders(source);
  const last = pages.at(-1) as OggPage;
  return { start: last.start + last.bytes.length, end: source.size };
}

function isSound(field: Field): field is Extract<Field, { start: number }> {
  return 'start' in field && SOUND_FIELDS.has(field.name);
}
