import type { TagNote } from '../contract/values.ts';
import type { FieldTexts } from '../contract/track.ts';
import type { FurtherField, GenreSeparator } from '../contract/values.ts';
import type { ByteSource } from './byte-source.ts';
import type { Piece } from './pieces.ts';
import type { TextChanges } from './tag-texts.ts';

/** How genres are written, and what else with them. */
export interface GenreWriting {
  readonly separator: GenreSeparator;
  /** Whether tags that are there keep their genres, and only a new tag gets those that are given. */
  readonly keepsGenres?: boolean;
  /** What becomes of further fields, in every tag that has room for them. */
  readonly texts?: TextChanges;
}

/** Genres by their separator alone, as a fresh installation writes them. */
export const PLAIN_WRITING: GenreWriting = { separator: 'standard' };

/**
 * Something in a file that an edit must leave as it is. A value that can be read whole is known by its digest, a range
 * must be kept byte for byte, and offsets (absolute positions that the file stores) must lead to the same bytes.
 */
export type Field = (
  | { readonly name: string; readonly digest: string }
  | { readonly name: string; readonly start: number; readonly end: number }
  | { readonly name: string; readonly offsets: ArrayLike<number> }
) & {
  /** The further field that it holds: an edit of that one may change it. */
  readonly holds?: FurtherField;
};

/** What one of a file's tags tells. */
export interface TagGenres {
  /** As people call it: `ID3v2.3`, `APEv2`, `Vorbis comments`. */
  readonly tag: string;
  /** One entry a stored value, escapes resolved; empty where the tag has no genre. */
  readonly genres: readonly string[];
  /** Texts of further fields; left out where the tag has no room for any (ID3v1, INFO). */
  readonly texts?: FieldTexts;
}

/** Whether an edit has anything to put into a new tag. */
export function needsTag(genres: readonly string[], { texts = {} }: GenreWriting): boolean {
  return genres.length > 0 || Object.values(texts).some((change) => change([]).length > 0);
}

/** What a file's tags say. */
export interface TagReading {
  /** Every tag that the file has, the one that most players believe first. */
  readonly tags: readonly TagGenres[];
  /** All but the genres, paddings and sizes, in the file's order; further fields are marked. */
  readonly fields: readonly Field[];
}

/** A rewritten file. */
export interface TagEdit {
  readonly pieces: readonly Piece[];
  /** Names of fields that the file has afterwards and had not before, in order. */
  readonly added: readonly string[];
  readonly notes: readonly TagNote[];
}

/** How one container's tags are read and given other genres. */
export interface TagEditor {
  /**
   * What the tags alone say, at the cost of reading them.
   * @throws AppError tags-unsupported where the structure is damaged
   */
  readGenres(source: ByteSource): Promise<readonly TagGenres[]>;
  /** @throws AppError tags-unsupported where the structure is damaged */
  read(source: ByteSource): Promise<TagReading>;
  /**
   * The file with these genres in every tag that it has, and with changed further fields where `writing` names any;
   * everything else keeps its bytes, and absolute positions follow.
   * @param genres none takes the genre out; each goes in as it stands, escaped where the format would read it otherwise
   * @throws AppError tags-unsupported where it cannot be done safely, in words that a musician understands
   */
  edit(source: ByteSource, genres: readonly string[], writing: GenreWriting): Promise<TagEdit>;
}
