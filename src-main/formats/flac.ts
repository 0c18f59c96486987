import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { joinBytes, littleEndian32, viewOf } from './bytes.ts';
import type { Piece } from './pieces.ts';
import { fresh, keep, lengthOf } from './pieces.ts';
import type { Surroundings } from './surrounding-tags.ts';
import { editAround, findSurroundings, readAround } from './surrounding-tags.ts';
import type { Field, GenreWriting, TagEdit, TagEditor, TagReading } from './tag-format.ts';
import { editComments, fieldsOf, parseComments, tagOfComments } from './vorbis-comment.ts';

const PADDING = 1;
const VORBIS_COMMENT = 4;
const PICTURE = 6;
const MAXIMUM_BLOCK = 2 ** 24 - 1;
const HEADER = 4;
const MOST_BLOCKS = 20_000;

interface Block {
  readonly type: number;
  /** Of the block's content in the file. */
  readonly start: number;
  readonly length: number;
  /** As the header tells it: a large cover does not fit its 24 bits. */
  readonly toldLength: number;
}

interface FlacLayout {
  readonly surroundings: Surroundings;
  readonly blocks: readonly Block[];
  /** Where the frames begin. */
  readonly sound: number;
}

/**
 * FLAC (RFC 9639, section 8). Every comment block gets the genres, and so do ID3 tags around the file; every other
 * block keeps its bytes. Padding takes up the difference where there is enough of it.
 */
export const flacEditor: TagEditor = { read, readGenres: async (source) => (await read(source)).tags, edit };

async function read(source: ByteSource): Promise<TagReading> {
  const { surroundings, blocks, sound } = await readLayout(source);
  const around = await readAround(source, surroundings);
  const comments = [];
  for (const block of blocks.filter(isComment))
    comments.push(parseComments(await source.read(block.start, block.length)));
  const others = blocks.filter(({ type }) => type !== PADDING && type !== VORBIS_COMMENT);
  const fields: Field[] = [
    ...around.front,
    ...others.map(({ type, start, length }) => ({ name: `FLAC/block ${type}`, start, end: start + length })),
    ...comments.flatMap(fieldsOf),
    { name: 'sound', start: sound, end: surroundings.end },
    ...around.back,
  ];
  return {
    tags: [...comments.map(tagOfComments), ...around.tags],
    fields,
  };
}

async function edit(source: ByteSource, genres: readonly string[], writing: GenreWriting): Promise<TagEdit> {
  const { surroundings, blocks, sound } = await readLayout(source);
  const edited = await editBlocks(source, blocks, genres, writing);
  const head: Piece[] = [keep(surroundings.start, surroundings.start + HEADER)];
  const inner = [...head, ...encodeBlocks(edited.blocks), keep(sound, surroundings.end)];
  const added = edited.isNew ? ['Vorbis comment vendor'] : [];
  return { pieces: await editAround(source, surroundings, genres, writing, inner), added, notes: [] };
}

async function readLayout(source: ByteSource): Promise<FlacLayout> {
  const surroundings = await findSurroundings(source);
  const blocks: Block[] = [];
  for (let offset = surroundings.start + HEADER; ;) {
    const [flags = 0, ...size] = await source.read(offset, HEADER);
    const toldLength = size.reduce((sum, byte) => sum * 256 + byte, 0);
    const type = flags & 127;
    const length =
      type === PICTURE ? await pictureLength(source, offset + HEADER, toldLength, (flags & 128) !== 0) : toldLength;
    if (size.length < 3 || offset + HEADER + length > surroundings.end || type === 127 || blocks.length >= MOST_BLOCKS)
      throw damaged();
    blocks.push({ type, start: offset + HEADER, length, toldLength });
    offset += HEADER + length;
    if ((flags & 128) === 0) continue;
    await requireFrame(source, offset, surroundings.end);
    return { surroundings, blocks, sound: offset };
  }
}

/**
 * Blocks whose lengths are wrong do not lead to the sound, which begins with 14 bits of its own (RFC 9639, section
 * 9.1).
 */
async function requireFrame(source: ByteSource, start: number, end: number): Promise<void> {
  const [first, second = 0] = await source.read(start, 2);
  if (end > start && (first !== 0xff || (second & 0xfc) !== 0xf8)) throw damaged();
}

function damaged(): AppError {
  return new AppError('tags-unsupported', 'The FLAC file’s blocks are damaged.');
}

/**
 * Programs wrote covers of 16 MB and more, whose length lost its highest bits in the header, and others whose header
 * tells too little: where the told length leads to no block, the picture's own is believed if it does.
 */
async function pictureLength(source: ByteSource, start: number, told: number, isLast: boolean): Promise<number> {
  let length = 4;
  for (const fixed of [0, 0, 16]) {
    const bytes = await source.read(start + length + fixed, 4);
    if (bytes.length < 4) return told;
    length += fixed + 4 + viewOf(bytes).getUint32(0);
  }
  const leadsOn = async (end: number): Promise<boolean> => (isLast ? isFrameAt(source, end) : isBlockAt(source, end));
  return length === told || (await leadsOn(start + told)) || !(await leadsOn(start + length)) ? told : length;
}

/** Whether a frame of sound begins at `position` (RFC 9639, section 9.1). */
async function isFrameAt(source: ByteSource, position: number): Promise<boolean> {
  const [first = 0, second = 0] = await source.read(position, 2);
  return first === 0xff && (second & 0xfc) === 0xf8;
}

/** Whether a metadata block of a known type begins at `position` and ends within the file. */
async function isBlockAt(source: ByteSource, position: number): Promise<boolean> {
  const header = await source.read(position, HEADER);
  const length = header.length < HEADER ? Infinity : viewOf(header).getUint32(0) & MAXIMUM_BLOCK;
  return ((header[0] ?? 127) & 127) <= PICTURE && position + HEADER + length <= source.size;
}

interface EditedBlock {
  readonly type: number;
  readonly content: Piece;
  readonly toldLength: number;
}

const isComment = ({ type }: Block): boolean => type === VORBIS_COMMENT;

async function editBlocks(
  source: ByteSource,
  blocks: readonly Block[],
  genres: readonly string[],
  writing: GenreWriting,
): Promise<{ blocks: EditedBlock[]; isNew: boolean }> {
  const isNew = !blocks.some(isComment);
  const contents = new Map<Block, Uint8Array>();
  for (const block of blocks.filter(isComment))
    contents.set(block, editComments(await source.read(block.start, block.length), genres, writing));
  const edited = blocks.map((block): EditedBlock => {
    const content = contents.get(block);
    return content
      ? { type: block.type, content: fresh(content), toldLength: content.length }
      : { type: block.type, content: keep(block.start, block.start + block.length), toldLength: block.toldLength };
  });
  const comment = editComments(emptyComment(), genres, { ...writing, keepsGenres: false });
  const all = isNew
    ? edited.toSpliced(1, 0, { type: VORBIS_COMMENT, content: fresh(comment), toldLength: comment.length })
    : edited;
  const growth =
    sizeOf(all) - sizeOf(edited.map(({ type }, index) => ({ type, content: contentOf(blocks[index] as Block) })));
  return { blocks: absorb(all, growth), isNew };
}

const contentOf = ({ start, length }: Block): Piece => keep(start, start + length);

function sizeOf(blocks: readonly Pick<EditedBlock, 'content'>[]): number {
  return blocks.reduce((sum, { content }) => sum + HEADER + lengthOf(content), 0);
}

/** Makes the padding smaller or larger by what the rest has grown or shrunk, where it can. */
function absorb(blocks: readonly EditedBlock[], growth: number): EditedBlock[] {
  const index = blocks.findIndex(({ type, content }) => type === PADDING && lengthOf(content) >= growth);
  if (index < 0 || growth === 0) return [...blocks];
  const length = lengthOf((blocks[index] as EditedBlock).content) - growth;
  const padding = (size: number): EditedBlock => ({
    type: PADDING,
    content: fresh(new Uint8Array(size)),
    toldLength: size,
  });
  if (length <= MAXIMUM_BLOCK) return blocks.toSpliced(index, 1, padding(length));
  // More than a block may hold: a second one takes the rest, if that is enough for its header.
  const rest = length - MAXIMUM_BLOCK - HEADER;
  return blocks.toSpliced(index, 1, padding(MAXIMUM_BLOCK), ...(rest >= 0 ? [padding(rest)] : []));
}

function encodeBlocks(blocks: readonly EditedBlock[]): Piece[] {
  return blocks.flatMap(({ type, content, toldLength }, index) => {
    if (toldLength > MAXIMUM_BLOCK)
      throw new AppError('tags-unsupported', 'The FLAC file’s comments would be larger than 16 MB.');
    const flag = index === blocks.length - 1 ? 128 : 0;
    return [fresh(Uint8Array.of(type | flag, toldLength >> 16, (toldLength >> 8) & 255, toldLength & 255)), content];
  });
}

function emptyComment(): Uint8Array {
  const vendor = new TextEncoder().encode('Genrescope');
  return joinBytes([littleEndian32(vendor.length), vendor, littleEndian32(0)]);
}
