import { AppError } from '../contract/app-error.ts';
import { id3v1Holds } from '../formats/id3v1.ts';
import { holdsGenres } from '../formats/id3-genre-text.ts';
import type { Piece, Relocation } from '../formats/pieces.ts';
import { relocationOf, totalLength } from '../formats/pieces.ts';
import type { Field, TagGenres, TagReading } from '../formats/tag-format.ts';

/** What was done to a file. */
export interface DoneEdit {
  /** Of the original, in bytes. */
  readonly size: number;
  readonly pieces: readonly Piece[];
  /** Names of fields that may be new. */
  readonly added: readonly string[];
  readonly genres: readonly string[];
}

/**
 * Compares what a file's tags said with what they say now: every tag has the genres, and all else is as it was, values
 * by their digests, ranges byte for byte, stored positions by where they lead.
 * @throws AppError tags-verification-failed naming what differs
 */
export function verifyEdit(before: TagReading, after: TagReading, { size, pieces, added, genres }: DoneEdit): void {
  verifyGenres(after.tags, genres);
  const relocation = relocationOf(pieces);
  const growth = totalLength(pieces) - size;
  // What leads to the end or beyond, as in a file that was cut off, stays as far behind the end.
  const newPosition: NewPosition = (position) =>
    position >= size ? position + growth : relocation.positionOf(position);
  const fresh = [...added];
  let index = 0;
  for (const field of after.fields) {
    const old = before.fields[index];
    if (old && isKept(old, field, relocation, newPosition)) index += 1;
    else if (fresh.includes(field.name)) fresh.splice(fresh.indexOf(field.name), 1);
    else fail(old ? `“${old.name}” would have changed.` : `“${field.name}” would have appeared.`);
  }
  const missing = before.fields[index];
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
