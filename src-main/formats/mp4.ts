import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { digestOf } from './bytes.ts';
import type { Box } from './mp4-boxes.ts';
import { everyBox, isFree, readBoxes, readTagBoxes } from './mp4-boxes.ts';
import { genresOfItem, isGenreItem, isTagMeta } from './mp4-genre.ts';
import type { OffsetTable } from './mp4-offsets.ts';
import { positionsOf, readOffsets, withPositions } from './mp4-offsets.ts';
import { planPatches } from './mp4-patches.ts';
import { readListItems } from './mp4-text-items.ts';
import type { Patch } from './patches.ts';
import { piecesOfPatches } from './patches.ts';
import type { Relocation, Piece } from './pieces.ts';
import { relocationOf, totalLength } from './pieces.ts';
import type { Field, GenreWriting, TagEdit, TagEditor, TagGenres, TagReading } from './tag-format.ts';
import { fieldTexts } from './tag-texts.ts';

/**
 * MP4, M4A, M4B and QuickTime files: the genre item of iTunes' list is replaced, and items of further fields; every other box keeps its bytes. Free
 * boxes take up the difference where they can; else what lies behind moves, and all absolute positions follow.
 */
export const mp4Editor: TagEditor = { read, readGenres, edit };

/** iTunes' list of tags, if the file has one. */
async function findList(source: ByteSource, boxes: readonly Box[]): Promise<Box | null> {
  for (const box of everyBox(boxes)) {
    if (box.path === 'moov/udta/meta' && (await isTagMeta(source, box)))
      return box.children.find(({ type }) => type === 'ilst') ?? null;
  }
  return null;
}

async function readGenres(source: ByteSource): Promise<readonly TagGenres[]> {
  return genresOfList(source, await findList(source, await readTagBoxes(source)));
}

async function genresOfList(source: ByteSource, list: Box | null): Promise<readonly TagGenres[]> {
  const genres: string[][] = [];
  // The text counts before the number, as players have it.
  const items = (list?.children ?? [])
    .filter(isGenreItem)
    .toSorted((a, b) => Number(a.type === 'gnre') - Number(b.type === 'gnre'));
  for (const item of items)
    if (item.type === '©gen' || genres.flat().length === 0) genres.push(await genresOfItem(source, item));
  if (!list) return [];
  const texts = fieldTexts((await readListItems(source, list)).map(({ held }) => held));
  return [{ tag: 'iTunes tags', genres: genres.flat(), texts }];
}

async function read(source: ByteSource): Promise<TagReading> {
  const boxes = await readBoxes(source);
  const list = await findList(source, boxes);
  const fields: Field[] = [];
  const held = new Map((await readListItems(source, list)).map((item) => [item.box, item.held?.field]));
  for (const box of leavesOf(boxes, list)) {
    const holds = held.get(box);
    fields.push(...(await fieldsOf(source, box)).map((field) => (holds ? { ...field, holds } : field)));
  }
  return { tags: await genresOfList(source, list), fields };
}

/** Boxes without others in them that a first tag makes larger. */
const GROWING: ReadonlySet<string> = new Set(['moov/udta', 'moov/udta/meta/ilst']);

/** Boxes that hold no others that an edit looks into, less genres of iTunes' list and free room. */
function* leavesOf(boxes: readonly Box[], list: Box | null): Generator<Box> {
  for (const box of boxes) {
    if (isFree(box) || (isGenreItem(box) && list?.children.includes(box))) continue;
    if (box.children.length > 0) yield* leavesOf(box.children, list);
    else if (box.end > box.content && !GROWING.has(box.path)) yield box;
  }
}

async function fieldsOf(source: ByteSource, box: Box): Promise<Field[]> {
  const table = await readOffsets(source, box);
  if (!table) return [{ name: box.path, start: box.start, end: box.end }];
  const rest = table.content.slice();
  for (const place of table.places) rest.fill(0, place, place + table.width);
  return [
    { name: box.path, digest: digestOf(rest) },
    { name: `${box.path} positions`, offsets: positionsOf(table) },
  ];
}

async function edit(source: ByteSource, genres: readonly string[], writing: GenreWriting): Promise<TagEdit> {
  const boxes = await readBoxes(source);
  const { patches, added } = await planPatches(source, boxes, await findList(source, boxes), genres, writing);
  const pieces = piecesOfPatches(source.size, patches);
  const moved = await movedPositions(source, boxes, pieces);
  return {
    pieces: moved.length === 0 ? pieces : piecesOfPatches(source.size, [...patches, ...moved]),
    added,
    notes: [],
  };
}

/** New contents of the boxes whose absolute positions change; their sizes stay. */
async function movedPositions(source: ByteSource, boxes: readonly Box[], pieces: readonly Piece[]): Promise<Patch[]> {
  const relocation = relocationOf(pieces);
  const growth = totalLength(pieces) - source.size;
  const patches: Patch[] = [];
  for (const box of everyBox(boxes)) {
    const table = await readOffsets(source, box);
    const patch = table ? movedTable(table, relocation, { size: source.size, growth }) : null;
    if (patch) patches.push(patch);
  }
  return patches;
}

function movedTable(
  table: OffsetTable,
  relocation: Relocation,
  { size, growth }: { size: number; growth: number },
): Patch | null {
  const { box } = table;
  const positions = positionsOf(table);
  // What leads to the end or beyond, as in a file that was cut off, stays as far behind the end.
  const moved = positions.map((position) => (position >= size ? position + growth : relocation.positionOf(position)));
  const anchor = table.anchor === 0 ? 0 : (relocation.positionOf(table.anchor - 1) ?? 0) + 1;
  if (anchor === table.anchor && moved.every((position, index) => position === positions[index])) return null;
  const known = moved.filter((position) => position !== null);
  const bytes = known.length === moved.length ? withPositions(table, known, anchor) : null;
  if (!bytes)
    throw new AppError('tags-unsupported', 'The MP4 file’s index leads to places that cannot be moved with the sound.');
  return { start: box.content, end: box.end, bytes };
}
