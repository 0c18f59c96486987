import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import type { TrackId } from './track.ts';

/** A change of tracks' labels. */
export type LabelEdit =
  /** These and no others. */
  | { readonly kind: 'set'; readonly genres: readonly string[] }
  /** One of a track's genres, or a kind of it, gives way to another; added where it has none such. */
  | { readonly kind: 'replace'; readonly from: string; readonly to: string }
  /** Added where a track lacks it, taken away where all tracks have it. */
  | { readonly kind: 'toggle'; readonly genre: string };

/** What the user has said of a genre. */
export const genreRelationSchema = z.object({
  name: z.string(),
  /** The genre of which it is a kind. */
  parent: z.string().nullable(),
  /** Other names that mean it. */
  aliases: z.array(z.string()),
});
/** See {@link genreRelationSchema}. */
export type GenreRelation = Immutable<z.infer<typeof genreRelationSchema>>;

/** A genre of the user's. */
export interface OwnGenre extends GenreRelation {
  readonly tracks: number;
  /** One of the palette's, from 0; null: by its place among the model's genres. */
  readonly colour: number | null;
}

/** What the user has labelled. */
export interface LabelSummary {
  /** The most labelled first. */
  readonly genres: readonly OwnGenre[];
  readonly tracks: number;
  /** Names that mean no genre, in tags and folders. */
  readonly ignored: readonly string[];
  /** What undoing would take back; null where there is nothing. */
  readonly lastStep: string | null;
}

/** A change of what is known of a genre, apart from its tracks. */
export type GenreChange =
  | { readonly kind: 'colour'; readonly genre: string; readonly colour: number | null }
  | { readonly kind: 'parent'; readonly genre: string; readonly parent: string | null }
  /** Another name of it; null: a name that is no genre. */
  | { readonly kind: 'alias'; readonly genre: string | null; readonly alias: string }
  | { readonly kind: 'forget-alias'; readonly alias: string };

/** A name in tags or of folders, and what it is to mean. */
export interface GenreNaming {
  readonly spelling: string;
  /** The user's genre; null: none. */
  readonly genre: string | null;
}

/** A naming that is proposed. */
export interface ProposedNaming extends GenreNaming {
  readonly tracks: number;
  /** Whether the user decided it before, or the name is a genre of theirs. */
  readonly isKnown: boolean;
}

/** What tracks are called elsewhere. */
export interface NamingProposal {
  /** The most frequent first. */
  readonly names: readonly ProposedNaming[];
  /** Tracks that were labelled by hand, which stay as they are. */
  readonly byHand: number;
  /** Tracks that nothing is said of. */
  readonly silent: number;
}

/** Tracks of a genre that sound alike. */
export interface GenreCluster {
  readonly ids: Int32Array;
  /** The nearest to its middle, to listen to. */
  readonly typical: readonly TrackId[];
}

/** A track that is worth a label, and why. */
export interface NextLabel {
  readonly id: TrackId;
  /** 0: the model is sure; 1: two genres are equally likely. */
  readonly uncertainty: number;
  /** How unlike the labelled tracks it sounds, 1 for the most of all. */
  readonly novelty: number;
  /** What the model hesitates between. */
  readonly genres: readonly [string, string];
}

/** Nothing is labelled. */
export const NO_LABELS: LabelSummary = { genres: [], tracks: 0, ignored: [], lastStep: null };

/** Longest name of a genre. */
export const LONGEST_GENRE = 100;
/** Colours that a genre can be given. */
export const GENRE_COLOURS = 12;
