import { genreJoint } from './genre-joints.ts';
import type { GenreSeparator } from './values.ts';

/** How one player reads the genres of a file. */
interface PlayerRule {
  readonly name: string;
  /** Whether it takes every value of a field that has several, or the first alone. */
  readonly takesEveryValue: boolean;
  /** Where it splits a text, spaces beside it left out; null: nobody says. */
  readonly splitsAt: readonly string[] | null;
  /** Where that is said; null: it was observed, and nobody who makes or documents the player says it. */
  readonly source: string | null;
}

/**
 * How players read genres, by default. A rule that changes, or another player, is a row here; the names of the players
 * are theirs.
 */
const PLAYER_RULES = [
  {
    name: 'Navidrome',
    takesEveryValue: true,
    splitsAt: [';', '/', ','],
    source: 'https://www.navidrome.org/docs/usage/customtags/#changing-separators',
  },
  {
    name: 'Jellyfin',
    takesEveryValue: true,
    splitsAt: [],
    // Splitting texts is off in a library until it is switched on.
    source: 'https://github.com/jellyfin/jellyfin/pull/12385',
  },
  {
    name: 'Plex',
    takesEveryValue: true,
    // Its page on music files names no separator.
    splitsAt: null,
    source: 'https://support.plex.tv/articles/200265296-adding-music-media-from-folders/',
  },
  {
    name: 'Apple Music',
    takesEveryValue: false,
    splitsAt: [],
    // Observed of M4A: the first of several values is shown.
    source: 'https://mutagen-specs.readthedocs.io/en/latest/mp4/index.html',
  },
  {
    name: 'foobar2000',
    // A track of two genres has an entry for each; that no text is split was observed.
    takesEveryValue: true,
    splitsAt: [],
    source: 'https://wiki.hydrogenaud.io/index.php?title=Foobar2000:Titleformat_Album_List',
  },
  {
    name: 'MusicBee',
    takesEveryValue: true,
    splitsAt: [';'],
    source: null,
  },
  {
    name: 'rekordbox',
    // A track of its database has one genre.
    takesEveryValue: false,
    splitsAt: [],
    source: 'https://pyrekordbox.readthedocs.io/en/stable/formats/db6.html',
  },
] as const satisfies readonly PlayerRule[];

/** Kinds of tags, by how they hold several genres: fields with several values, and ID3v2.4's and ID3v2.3's texts. */
const GENRE_CARRIERS = ['fields', 'id3v2.4', 'id3v2.3'] as const;
/** See {@link GENRE_CARRIERS}. */
export type GenreCarrier = (typeof GENRE_CARRIERS)[number];

/** The values that a tag holds when genres are written to it. */
function storedGenres(genres: readonly string[], carrier: GenreCarrier, separator: GenreSeparator): readonly string[] {
  if (carrier === 'fields') return genres;
  const joint = genreJoint(separator, carrier === 'id3v2.4' ? 4 : 3);
  // Readers of ID3v2 take a text with zero bytes, and several frames, for several values.
  return joint === null || joint === '\0' ? genres : [genres.join(joint)];
}

/** The genres that a player shows for a tag's values; null where nobody says what becomes of a text. */
function genresShown(rule: PlayerRule, values: readonly string[]): readonly string[] | null {
  const taken = rule.takesEveryValue ? values : values.slice(0, 1);
  const { splitsAt } = rule;
  if (splitsAt === null) return taken.some((value) => /[;/,|\\]/.test(value)) ? null : taken;
  const split = taken.flatMap((value) => splitText(value, splitsAt));
  return [...new Set(split)];
}

function splitText(text: string, separators: readonly string[]): string[] {
  let parts = [text];
  for (const separator of separators) parts = parts.flatMap((part) => part.split(separator));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** What a player shows in files of some kinds, and whether that is what was meant. */
export interface PlayerView {
  readonly player: string;
  /** See {@link PlayerRule}. */
  readonly source: string | null;
  /** Null where nobody says. */
  readonly shown: readonly string[] | null;
  readonly carriers: readonly GenreCarrier[];
  readonly isAsMeant: boolean;
}

/** How every player will show genres that are written; kinds of tags that give the same are together. */
export function playerViews(genres: readonly string[], separator: GenreSeparator): PlayerView[] {
  return PLAYER_RULES.flatMap((rule) => viewsOf(rule, genres, separator));
}

/** Genres that a plan would write and that players show otherwise than meant. */
export interface PlanPlayers {
  /** How many distinct lists of genres are shown so. */
  readonly lists: number;
  /** Some of them, those of most files first, with the players that show them otherwise. */
  readonly examples: readonly {
    readonly genres: readonly string[];
    readonly files: number;
    readonly players: readonly string[];
  }[];
  /** Every player that shows any of them otherwise. */
  readonly players: readonly string[];
}

/** The players that show genres otherwise than meant, in files of some kind at least. */
export function playersShowingOtherwise(genres: readonly string[], separator: GenreSeparator): string[] {
  const views = playerViews(genres, separator).filter(({ isAsMeant }) => !isAsMeant);
  return [...new Set(views.map(({ player }) => player))];
}

function viewsOf(rule: PlayerRule, genres: readonly string[], separator: GenreSeparator): PlayerView[] {
  const meant = JSON.stringify(genres);
  const views = new Map<string, PlayerView>();
  for (const carrier of GENRE_CARRIERS) {
    const shown = genresShown(rule, storedGenres(genres, carrier, separator));
    const key = JSON.stringify(shown);
    const carriers = [...(views.get(key)?.carriers ?? []), carrier];
    views.set(key, { player: rule.name, source: rule.source, shown, carriers, isAsMeant: key === meant });
  }
  return [...views.values()];
}
