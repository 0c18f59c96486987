import { genreKey } from './genre-names.ts';
import { GENRE_TREE } from './genre-tree.ts';

/** Other names of genres of the tree, as people and programs write them. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  classical: ['Classic', 'Klassik'],
  country: ['Country & Western'],
  electronic: ['Electronic Dance'],
  folk: ['Folklore'],
  hiphop: ['Hip-Hop/Rap', 'Rap', 'Rap & Hip-Hop'],
  latin: ['Latino', 'Latin American'],
  rnb: ['R&B', 'R and B', 'R n B', "R'n'B", 'Rhythm and Blues', 'Contemporary R&B', 'R&B/Soul'],
  'alternative-rock': ['Alternative', 'Alt Rock', 'Alternative & Punk'],
  chillout: ['Chill'],
  choral: ['Choir', 'Chorus'],
  christian: ['Christian & Gospel'],
  'drum-and-bass': ['DnB', 'D&B', "Drum'n'Bass", 'Drum n Bass', 'Drum & Bass'],
  'indie-rock': ['Indie'],
  'progressive-rock': ['Prog', 'Prog Rock'],
  'psychedelic-rock': ['Psychedelic', 'Psych Rock'],
  punk: ['Punk Rock'],
  'rock-and-roll': ["Rock'n'Roll", 'Rock n Roll', "Rock 'n Roll"],
  world: ['World Beat', 'Worldbeat'],
};

const NAMES: ReadonlyMap<string, string> = new Map(
  GENRE_TREE.flatMap((family) => [family.name, ...family.styles])
    .flatMap((name) => [name, ...(OTHER_NAMES[name] ?? [])].map((spelling) => [spelling, name] as const))
    .map(([spelling, name]) => [genreKey(spelling), name]),
);

const FAMILIES: ReadonlyMap<string, string> = new Map(
  GENRE_TREE.flatMap(({ name, styles }) => styles.map((style) => [style, name] as const)),
);

/**
 * One name for all spellings of a genre: “Drum & Bass”, “DnB” and “drum-and-bass music” are `drum-and-bass`.
 * @returns the tree's name of a family or a style; of every other genre its `genreKey`
 */
export function canonicalGenre(name: string): string {
  const key = genreKey(name);
  return NAMES.get(key) ?? NAMES.get(key.replace(/music$/, '')) ?? key;
}

/** The family of the tree that a style belongs to, however it is written; null of everything else. */
export function familyOf(name: string): string | null {
  return FAMILIES.get(canonicalGenre(name)) ?? null;
}
