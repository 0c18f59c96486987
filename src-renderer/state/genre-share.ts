import { probabilityText } from '../../src-main/texts/format.ts';
import { genreName } from './format.ts';

/** A genre with its share. */
export interface GenreShare {
  readonly genre: string;
  readonly share: number;
}

/** Genres with their shares, the largest first. */
export function ranked(shares: readonly number[], genres: readonly string[]): readonly GenreShare[] {
  return genres.map((genre, index) => ({ genre, share: shares[index] ?? 0 })).sort((a, b) => b.share - a.share);
}

/** The likeliest genres in words: “Rock 61%, Pop 20%”. */
export function likeliestText(shares: readonly number[], genres: readonly string[], count: number): string {
  return ranked(shares, genres)
    .slice(0, count)
    .map(({ genre, share }) => `${genreName(genre)} ${probabilityText(share)}`)
    .join(', ');
}
