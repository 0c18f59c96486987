import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import type { TrackId } from './track.ts';

/** Longest name of a genre of a model, or that is written to files. */
export const LONGEST_GENRE_TEXT = 200;
/** Longest name of a genre of the user's. */
export const LONGEST_GENRE = 100;
/** Most genres that a track can be labelled with at once. */
export const MOST_LABELS = 20;
/** Colours that a genre can be given. */
export const GENRE_COLOURS = 14;

/** Name of a genre of the user's. */
export const ownGenreNameSchema = z.string().trim().min(1).max(LONGEST_GENRE);
const genre = ownGenreNameSchema;

/** A change of tracks' labels. */
export const labelEditSchema = z.discriminatedUnion('kind', [
  /** These and no others. */
  z.strictObject({ kind: z.literal('set'), genres: z.array(genre).max(MOST_LABELS) }),
  /** Added where a track lacks it, taken away where all tracks have it. */
  z.strictObject({ kind: z.literal('toggle'), genre }),
  /** One of a track's genres, or a subgenre of it, gives way to another; added where it has none such. */
  z.strictObject({ kind: z.literal('replace'), from: genre, to: genre }),
]);

/** See {@link labelEditSchema}. */
export type LabelEdit = Immutable<z.infer<typeof labelEditSchema>>;

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
export const genreChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('colour'),
    genre,
    colour: z.int().min(0).lt(GENRE_COLOURS).nullable(),
  }),
  z.strictObject({ kind: z.literal('parent'), genre, parent: z.nullable(genre) }),
  /** Another name of it; null: a name that is no genre. */
  z.strictObject({ kind: z.literal('alias'), genre: z.nullable(genre), alias: genre }),
  z.strictObject({ kind: z.literal('forget-alias'), alias: genre }),
]);

/** See {@link genreChangeSchema}. */
export type GenreChange = Immutable<z.infer<typeof genreChangeSchema>>;

/** A name in tags or of folders, and the user's genre that it means; null: none. */
export const genreNamingSchema = z.strictObject({
  spelling: ownGenreNameSchema,
  genre: z.nullable(ownGenreNameSchema),
});

/** See {@link genreNamingSchema}. */
export type GenreNaming = Immutable<z.infer<typeof genreNamingSchema>>;

/** A naming that is proposed. */
const proposedNamingSchema = z.object({
  spelling: z.string(),
  genre: z.string().nullable(),
  tracks: z.number(),
  /** Whether the user decided it before, or the name is a genre of theirs. */
  isKnown: z.boolean(),
});
/** See {@link proposedNamingSchema}. */
export type ProposedNaming = Immutable<z.infer<typeof proposedNamingSchema>>;

/** What tracks are called elsewhere. */
export const namingProposalSchema = z.object({
  /** The most frequent first. */
  names: z.array(proposedNamingSchema),
  /** Tracks that were labelled by hand, which stay as they are. */
  byHand: z.number(),
  /** Tracks that nothing is said of. */
  silent: z.number(),
});
/** See {@link namingProposalSchema}. */
export type NamingProposal = Immutable<z.infer<typeof namingProposalSchema>>;

/** Tracks of a genre that sound alike. */
export interface GenreCluster {
  readonly ids: Int32Array;
  /** The nearest to its middle, to listen to. */
  readonly typical: readonly TrackId[];
}

const ownFloats = z.custom<Float32Array<ArrayBuffer>>((value) => value instanceof Float32Array);

/** A track that may be worth a label. */
const labelCandidateSchema = z.object({
  id: z.number(),
  probabilities: z.array(z.number()),
  /** What the model hesitates between. */
  likeliest: z.tuple([z.string(), z.string()]),
  features: ownFloats,
});
/** See {@link labelCandidateSchema}. */
export type LabelCandidate = Immutable<z.infer<typeof labelCandidateSchema>>;

/** Analysed tracks without a label, the least sure first, and the features of some that have one. */
export const labelCandidatesSchema = z.object({
  candidates: z.array(labelCandidateSchema),
  known: z.array(ownFloats),
});
/** See {@link labelCandidatesSchema}. */
export type LabelCandidates = Immutable<z.infer<typeof labelCandidatesSchema>>;

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
