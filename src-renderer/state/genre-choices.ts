import { canonicalGenre, familyOf } from '../../src-main/contract/canonical-genre.ts';
import type { LibraryView } from '../../src-main/contract/library.ts';

/** A genre or a style to filter by. */
export interface GenreChoice {
  readonly genre: string;
  readonly tracks: number;
  /** Whether it is a style that follows its family. */
  readonly isStyle: boolean;
}

/** What a library can be filtered by: predicted genres, each followed by its styles; styles of no predicted genre last. */
export function genreChoices({ genres, styles }: Pick<LibraryView, 'genres' | 'styles'>): readonly GenreChoice[] {
  const predicted = new Set(genres.map(({ genre }) => genre));
  const others = styles.filter(({ genre }) => !predicted.has(genre));
  const families = new Set(genres.map(({ genre }) => canonicalGenre(genre)));
  const listed = genres.flatMap((family) => [
    { ...family, isStyle: false },
    ...others
      .filter(({ genre }) => familyOf(genre) === canonicalGenre(family.genre))
      .map((style) => ({ ...style, isStyle: true })),
  ]);
  const rest = others.filter(({ genre }) => !families.has(familyOf(genre) ?? ''));
  return [...listed, ...rest.map((style) => ({ ...style, isStyle: false }))];
}
