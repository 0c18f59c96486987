import { AppError } from '../contract/app-error.ts';
import { id3v1Holds } from '../formats/id3v1.ts';
import { holdsGenres } from '../formats/id3-genre-text.ts';
import type { Piece, Relocation } from '../formats/pieces.ts';
import { relocationOf, totalLength } from '../formats/pieces.ts';
import type { Field, TagGenres, TagReading } from '../formats/tag-format.ts';
import type { TextChanges } from '../formats/tag-texts.ts';
import { findWrongText } from './verify-texts.ts';

/** What was done to a file. */
export interface DoneEdit {
  /** Of the original, in bytes. */
  readonly size: number;
  readonly pieces: readonly Piece[];
  /** Names of fields that may be new. */
  readonly added: readonly string[];
  readonly genres: readonly string[];
  /** Whether tags that were there keep their genres. */
  readonly keepsGenres?: boolean;
  /** Further fields that may change. */
  readonly texts?: TextChanges;
}

/**
 * Compares what a file's tags said with what they say now: every tag has the genres, and further fields their new texts;
 * all else is as it was, values by their digests, ranges byte for byte, stored positions by where they lead.
 * @throws AppError tags-verification-failed naming what differs
 */
export function verifyEdit(before: TagReading, after: TagReading, edit: DoneEdit): void {
  const { size, pieces, added, genres, keepsGenres = false, texts = {} } = edit;
  if (keepsGenres) verifySameGenres(before.tags, after.tags, genres);
  else verifyGenres(after.tags, genres);
  const wrong = findWrongText(before.tags, after.tags, texts);
  if (wrong !== null) fail(wrong);
  const mayChange = ({ holds }: Field): boolean => holds !== undefined && texts[holds] !== undefined;
  const former = before.fields.filter((field) => !mayChange(field));
  const relocation = relocationOf(pieces);
  const growth = totalLength(pieces) - size;
  // What leads to the end or beyond, as in a file that was cut off, stays as far behind the end.
  const newPosition: NewPosition = (position) =>
    position >= size ? position + growth : relocation.positionOf(position);
  const fresh = [...added];
  let index = 0;
  for (const field of after.fields.filter((one) => !mayChange(one))) {
    const old = former[index];
    if (old && isKept(old, field, relocation, newPosition)) index += 1;
    else if (fresh.includes(field.name)) fresh.splice(fresh.indexOf(field.name), 1);
    else fail(old ? `“${old.name}” would have changed.` : `“${field.name}” would have appeared.`);
  }
  const missing = former[index];
  if (missing) fail(`“${missing.name}” would have been lost.`);
}

function fail(what: string): never {
  throw new AppError('tags-verification-failed', what);
}

function verifyGenres(tags: readonly TagGenres[], genres: readonly string[]): void {
  if (genres.length > 0 && tags.length === 0) fail('The file would have no genre.');
  for (const { tag, genres: values } of tags) {
    const holds = tag === 'ID3v1' ? id3v1Holds(values, genres) : holdsGenres(values, genres);
    if (!holds) fail(`The genre reads “${values.join('; ')}” in ${tag}.`);
  }
}

/** Tags that were there have the genres that they had; a new one has those that it was given. */
function verifySameGenres(before: readonly TagGenres[], after: readonly TagGenres[], genres: readonly string[]): void {
  const left = [...before];
  for (const now of after) {
    const place = left.findIndex(({ tag }) => tag === now.tag);
    const [old] = place < 0 ? [] : left.splice(place, 1);
    if (!old) verifyGenres([now], genres);
    else if (JSON.stringify(old.genres) !== JSON.stringify(now.genres))
      fail(`The genre would have changed in ${now.tag}.`);
  }
}

/** Where an offset must lead; null where its place is not in the file any more. */
type NewPosition = (position: number) => number | null;

function isKept(before: Field, after: Field, relocation: Relocation, newPosition: NewPosition): boolean {
  if (before.name !== after.name) return false;
  if ('digest' in before) return 'digest' in after && before.digest === after.digest;
  if ('offsets' in before) return 'offsets' in after && leadToTheSame(before.offsets, after.offsets, newPosition);
  if (!('start' in after) || before.end - before.start !== after.end - after.start) return false;
  return (
    before.start === before.end ||
    (relocation.positionOf(before.start) === after.start && relocation.keepsRange(before.start, before.end))
  );
}

function leadToTheSame(before: ArrayLike<number>, after: ArrayLike<number>, newPosition: NewPosition): boolean {
  if (before.length !== after.length) return false;
  return Array.from(before).every((position, index) => newPosition(position) === after[index]);
}
