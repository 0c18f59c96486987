import { z } from 'zod';
import type { GenreCluster, LabelSummary, NamingProposal, NextLabel } from '../labels.ts';
import { genreChangeSchema, genreNamingSchema, labelEditSchema, ownGenreNameSchema } from '../labels.ts';
import { nothing, operation } from '../operation.ts';
import { trackIdsSchema, trackSelectionSchema } from '../track.ts';
import { NAMING_SOURCES } from '../values.ts';

/** Labels and genres of the user’s. */
export const LABELS_OPERATIONS = {
  'labels.summary': operation(nothing).returns<LabelSummary>(),
  'labels.edit': operation(z.strictObject({ ids: trackIdsSchema, edit: labelEditSchema }))
    .withConsequences()
    .returns<LabelSummary>(),
  /** Every track of a genre gets the other one; where that exists, both become one. */
  'labels.rename': operation(z.strictObject({ from: ownGenreNameSchema, to: ownGenreNameSchema }))
    .withConsequences()
    .returns<LabelSummary>(),
  'labels.remove': operation(z.strictObject({ genre: ownGenreNameSchema }))
    .withConsequences()
    .returns<LabelSummary>(),
  /** Takes the last step back. */
  'labels.undo': operation(nothing).withConsequences().returns<LabelSummary>(),
  /** Colour, parent and other names of a genre. */
  'labels.describe': operation(genreChangeSchema).withConsequences().returns<LabelSummary>(),
  /** Labels that a model doubts, and that are right. */
  'labels.confirm': operation(z.strictObject({ ids: trackIdsSchema }))
    .withConsequences()
    .returns<LabelSummary>(),
  /** The tracks of a genre in two clusters that sound alike; none where too few were analysed. */
  'labels.clusters': operation(z.strictObject({ genre: ownGenreNameSchema })).returns<readonly GenreCluster[]>(),
  'labels.split': operation(
    z.strictObject({
      genre: ownGenreNameSchema,
      clusters: z
        .array(z.strictObject({ name: ownGenreNameSchema, ids: trackIdsSchema }))
        .min(1)
        .max(9),
    }),
  )
    .withConsequences()
    .returns<LabelSummary>(),
  /** What tags or folders say of tracks, and what it would mean; what was labelled by hand is left out. */
  'labels.propose': operation(
    z.strictObject({ selection: trackSelectionSchema, source: z.enum(NAMING_SOURCES) }),
  ).returns<NamingProposal>(),
  /** Labels tracks as their tags or folders say, with names as they are meant; the answer counts the labelled ones. */
  'labels.takeNamed': operation(
    z.strictObject({
      selection: trackSelectionSchema,
      source: z.enum(NAMING_SOURCES),
      namings: z.array(genreNamingSchema).max(10_000),
    }),
  )
    .withConsequences()
    .returns<number>(),
  /** Asks for a table of path,genre and takes its labels; null if the dialog was closed. */
  'labels.import': operation(nothing)
    .withConsequences()
    .returns<{ readonly labelled: number; readonly leftOut: number } | null>(),
  /** Asks where to, and writes all labels as a table; the answer is the file's name, or null. */
  'labels.export': operation(nothing).withConsequences().returns<string | null>(),
  /** The tracks of the open folder whose labels would teach most. */
  'labels.next': operation(z.strictObject({ count: z.int().min(1).max(200) })).returns<readonly NextLabel[]>(),
};
