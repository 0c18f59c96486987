import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { asciiOf, viewOf } from './bytes.ts';
import { createTag, id3v2LengthAt, readId3v2, editId3v2 } from './id3v2.ts';
import { fresh, keep, lengthOf } from './pieces.ts';
import type { GenreWriting, TagEdit, TagEditor, TagReading } from './tag-format.ts';
import { needsTag } from './tag-format.ts';

const HEADER = 28;
const FILE_SIZE = 12;
const TAG_POSITION = 20;

/** DSF (Sony's specification 1.01): an ID3v2 tag at the end, whose position and the file's size stand in the header. */
export const dsfEditor: TagEditor = { read, readGenres: async (source) => (await read(source)).tags, edit };

interface DsfLayout {
  readonly header: Uint8Array;
  /** Where the tag is, or would be. */
  readonly tagStart: number;
  readonly tagLength: number;
}

async function readLayout(source: ByteSource): Promise<DsfLayout> {
  const header = await source.read(0, HEADER);
  if (header.length < HEADER || asciiOf(header, 0, 4) !== 'DSD ')
    throw new AppError('tags-unsupported', 'The DSF file’s header is damaged.');
  const position = Number(viewOf(header).getBigUint64(TAG_POSITION, true));
  if (position === 0 || position === source.size) return { header, tagStart: source.size, tagLength: 0 };
  const tagLength = await id3v2LengthAt(source, position);
  if (position < HEADER || tagLength === 0 || position + tagLength > source.size)
    throw new AppError('tags-unsupported', 'The DSF file’s tag is not where its header says.');
  return { header, tagStart: position, tagLength };
}

async function read(source: ByteSource): Promise<TagReading> {
  const { tagStart, tagLength } = await readLayout(source);
  const sound = { name: 'sound', start: HEADER, end: tagStart };
  if (tagLength === 0) return { tags: [], fields: [sound] };
  const { genres, fields } = readId3v2(await source.read(tagStart, tagLength));
  const end = tagStart + tagLength;
  const behind = end < source.size ? [{ name: 'behind', start: end, end: source.size }] : [];
  return { tags: [genres], fields: [sound, ...fields, ...behind] };
}

async function edit(source: ByteSource, genres: readonly string[], writing: GenreWriting): Promise<TagEdit> {
  const { header, tagStart, tagLength } = await readLayout(source);
  if (tagLength === 0 && !needsTag(genres, writing)) return { pieces: [keep(0, source.size)], added: [], notes: [] };
  const old = await source.read(tagStart, tagLength);
  const tag = tagLength > 0 ? editId3v2(old, genres, writing) : createTag(genres, [], writing);
  const edited = header.slice();
  const view = viewOf(edited);
  const size = source.size - tagLength + tag.length;
  if (Number(view.getBigUint64(FILE_SIZE, true)) === source.size) view.setBigUint64(FILE_SIZE, BigInt(size), true);
  view.setBigUint64(TAG_POSITION, BigInt(tagStart), true);
  const pieces = [fresh(edited), keep(HEADER, tagStart), fresh(tag), keep(tagStart + tagLength, source.size)];
  return { pieces: pieces.filter((piece) => lengthOf(piece) > 0), added: [], notes: [] };
}
