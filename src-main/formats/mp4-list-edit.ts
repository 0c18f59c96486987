import type { ByteSource } from './byte-source.ts';
import { joinBytes } from './bytes.ts';
import type { Box } from './mp4-boxes.ts';
import { encodeGenreItem, isGenreItem } from './mp4-genre.ts';
import { LIST_HOLDER, readListItems } from './mp4-text-items.ts';
import type { Patch } from './patches.ts';
import type { GenreWriting } from './tag-format.ts';
import { editTexts } from './tag-texts.ts';

/** What changes in iTunes' list. */
export interface ListEdit {
  /** In place of items that are there. */
  readonly patches: readonly Patch[];
  /** New items, for the list's end. */
  readonly added: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** Plans the list with other genres and further fields. @param list null where the file has none */
export async function planListEdit(
  source: ByteSource,
  list: Box | null,
  genres: readonly string[],
  { keepsGenres = false, texts }: GenreWriting,
): Promise<ListEdit> {
  const genre = keepsGenres && list ? { patches: [], added: NOTHING } : editGenre(list, genres);
  const items = await readListItems(source, list);
  const edited = editTexts(items, LIST_HOLDER, texts);
  const patches = items.flatMap(({ box }): Patch[] => {
    const now = edited.find((item) => item.box === box);
    if (!box || (now && !now.bytes)) return [];
    return [{ start: box.start, end: box.end, bytes: now?.bytes ?? NOTHING }];
  });
  const added = edited.flatMap(({ box, bytes }) => (box === null && bytes ? [bytes] : []));
  return { patches: [...genre.patches, ...patches], added: joinBytes([genre.added, ...added]) };
}

function editGenre(list: Box | null, genres: readonly string[]): ListEdit {
  const item = encodeGenreItem(genres);
  const [first, ...others] = list?.children.filter(isGenreItem) ?? [];
  if (!first) return { patches: [], added: item };
  const removed = others.map(({ start, end }) => ({ start, end, bytes: NOTHING }));
  return { patches: [{ start: first.start, end: first.end, bytes: item }, ...removed], added: NOTHING };
}

/** By how many bytes the list grows. */
export function growthOf({ patches, added }: ListEdit): number {
  return patches.reduce((sum, { start, end, bytes }) => sum + bytes.length - (end - start), added.length);
}
