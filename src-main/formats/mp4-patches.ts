import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import type { Box } from './mp4-boxes.ts';
import { encodeBox, isFree, resizedHeader } from './mp4-boxes.ts';
import { encodeFree, encodeMeta, isTagMeta } from './mp4-genre.ts';
import type { ListEdit } from './mp4-list-edit.ts';
import { growthOf, planListEdit } from './mp4-list-edit.ts';
import type { Patch } from './patches.ts';
import type { GenreWriting } from './tag-format.ts';

/** Room left for later edits where the tags have to grow. */
const PADDING_BYTES = 2048;
const SMALLEST_BOX = 8;

/** Where the tags go, and what has to grow for it. */
interface Change {
  /** Boxes around the change, outermost first. */
  readonly around: readonly Box[];
  readonly patches: readonly Patch[];
  readonly growth: number;
  /** A free box right behind the innermost box that must exist, or where one may be put. */
  readonly free: Box | null;
  readonly freeAt: number;
  /** Boxes of {@link around} that hold the free box. */
  readonly aroundFree: readonly Box[];
  readonly added: readonly string[];
}

/** The patches that give a file other genres and further fields, but for absolute positions. @throws AppError tags-unsupported */
export async function planPatches(
  source: ByteSource,
  boxes: readonly Box[],
  list: Box | null,
  genres: readonly string[],
  writing: GenreWriting,
): Promise<{ patches: Patch[]; added: readonly string[] }> {
  const moov = boxes.find(({ type }) => type === 'moov');
  if (!moov) throw new AppError('tags-unsupported', 'The MP4 file has no index (moov): it is damaged or was cut off.');
  // QuickTime may compress the index, and with it the positions of the sound.
  if (moov.children.some(({ type }) => type === 'cmov'))
    throw new AppError('tags-unsupported', 'The QuickTime file’s index is compressed.');
  const change = await findChange(source, moov, list, await planListEdit(source, list, genres, writing));
  const behind = boxes[boxes.indexOf(moov) + 1];
  const room = absorb(change, moov, behind && isFree(behind) ? behind : null);
  const patches = [...change.patches, ...(room.patch ? [room.patch] : [])];
  for (const box of change.around) {
    const growth = change.growth + (room.inside.includes(box) ? room.growth : 0);
    if (growth !== 0 && box.sizeKind !== 'to the end')
      patches.push({ start: box.start, end: box.content, bytes: await resizedHeader(source, box, growth) });
  }
  return { patches, added: change.added };
}

async function findChange(source: ByteSource, moov: Box, list: Box | null, edit: ListEdit): Promise<Change> {
  const userData = moov.children.filter(({ type }) => type === 'udta');
  const metas = userData.flatMap((udta) =>
    udta.children.filter(({ type }) => type === 'meta').map((meta) => ({ udta, meta })),
  );
  const around = list && metas.find(({ meta }) => meta.children.includes(list));
  if (around) return changeList([moov, around.udta, around.meta, list], edit);
  if (list) throw new AppError('tags-unsupported', 'The MP4 file has two indexes (moov).');
  if (edit.added.length === 0)
    return { around: [], patches: [], growth: 0, free: null, freeAt: 0, aroundFree: [], added: [] };
  const bytes = encodeBox('ilst', edit.added);
  for (const { udta, meta } of metas)
    if (await isTagMeta(source, meta)) return insertion([moov, udta, meta], meta.end, bytes, []);
  const added = ['moov/udta/meta/hdlr'];
  const [udta] = userData;
  if (udta) return insertion([moov, udta], udta.content, encodeMeta(bytes), added);
  return insertion([moov], moov.end, encodeBox('udta', encodeMeta(bytes)), added);
}

function changeList(around: readonly [Box, Box, Box, Box], edit: ListEdit): Change {
  const [, , meta, list] = around;
  const next = meta.children[meta.children.indexOf(list) + 1];
  return {
    around,
    growth: growthOf(edit),
    freeAt: list.end,
    aroundFree: around.slice(0, 3),
    added: [],
    free: next && isFree(next) ? next : null,
    patches: [...edit.patches, { start: list.end, end: list.end, bytes: edit.added }],
  };
}

function insertion(around: readonly Box[], position: number, bytes: Uint8Array, added: readonly string[]): Change {
  return {
    around,
    growth: bytes.length,
    patches: [{ start: position, end: position, bytes }],
    free: null,
    freeAt: -1,
    aroundFree: [],
    added,
  };
}

interface Room {
  readonly patch: Patch | null;
  readonly growth: number;
  /** Boxes whose size the patch changes as well. */
  readonly inside: readonly Box[];
}

const NOTHING: Room = { patch: null, growth: 0, inside: [] };

/** Makes free room smaller or larger by what the tags have grown or shrunk, so that nothing behind it moves. */
function absorb({ growth, free, freeAt, aroundFree }: Change, moov: Box, behindMoov: Box | null): Room {
  if (growth === 0) return NOTHING;
  const resized = (box: Box, inside: readonly Box[]): Room | null => {
    const size = box.end - box.start - growth;
    const fits = (size === 0 || size >= SMALLEST_BOX) && size <= 0xffffffff && box.sizeKind === '32-bit';
    if (!fits) return null;
    return {
      patch: { start: box.start, end: box.end, bytes: size === 0 ? new Uint8Array(0) : encodeFree(size) },
      growth: -growth,
      inside,
    };
  };
  const absorbed = (free && resized(free, aroundFree)) ?? (behindMoov && resized(behindMoov, []));
  if (absorbed) return absorbed;
  if (freeAt < 0 || moov.sizeKind === 'to the end') return NOTHING;
  const size = growth < 0 && -growth >= SMALLEST_BOX ? -growth : PADDING_BYTES;
  return { patch: { start: freeAt, end: freeAt, bytes: encodeFree(size) }, growth: size, inside: aroundFree };
}
