import { z } from 'zod';
import type { RequestOf } from '../channel/protocol.ts';
import { AppError } from '../contract/app-error.ts';
import { baseFor } from '../contract/feature-keys.ts';
import type { Immutable } from '../contract/immutable.ts';
import type { GenreRelation } from '../contract/labels.ts';
import { genreRelationSchema } from '../contract/labels.ts';
import type { RetrainChoice } from '../contract/retrain.ts';
import { retrainChoiceSchema } from '../contract/retrain.ts';
import type { Settings } from '../contract/settings.ts';
import { DEFAULT_MODEL } from '../contract/settings.ts';
import { PROVIDER_CHOICES } from '../contract/values.ts';
import type { LabelledRow } from '../library/retrain-store.ts';
import type { RetrainProtocol } from '../workers/retrain-protocol.ts';
import { labelledTrackSchema } from '../workers/retrain-protocol.ts';
import type { Catalogue } from './retrain-questions.ts';

/** What is stored of a full training to resume it after a restart, with the labels that it started with. */
export const retrainJobSchema = z.object({
  choice: retrainChoiceSchema,
  startedAt: z.string(),
  provider: z.enum(PROVIDER_CHOICES),
  /** What the user has said of their genres. */
  kin: z.array(genreRelationSchema),
  base: z.string(),
  against: z.string(),
  name: z.string(),
  tracks: z.array(labelledTrackSchema),
});
/** See {@link retrainJobSchema}. */
export type RetrainJob = Immutable<z.infer<typeof retrainJobSchema>>;

/** What a job begins from. */
export interface JobOrigin {
  readonly choice: RetrainChoice;
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  readonly labelled: readonly LabelledRow[];
  readonly relations: readonly GenreRelation[];
  /** Of the version that it makes. */
  readonly name: string;
}

/** A job on the labels as they are now. @throws AppError training-data where there are none */
export function newRetrainJob({ choice, settings, catalogue, labelled, relations, name }: JobOrigin): RetrainJob {
  if (labelled.length === 0) throw new AppError('training-data', 'Label some tracks first.');
  const { model, provider } = settings;
  const base = baseFor(model, catalogue, DEFAULT_MODEL);
  const current = catalogue.find((each) => each.name === model);
  const isNew = (labelledAt: string) => current?.isRetrained === true && labelledAt > (current.learnedAt ?? '');
  return {
    choice,
    startedAt: new Date().toISOString(),
    provider,
    kin: relations.map(({ name: genre, parent, aliases }) => ({ name: genre, parent, aliases })),
    base,
    against: current?.isRetrained ? model : base,
    name,
    tracks: labelled.map(({ path, artist, album, folder, names, labelled_at: labelledAt }) => ({
      path,
      artist,
      album,
      folder,
      names,
      isNew: isNew(labelledAt),
    })),
  };
}

/** A job's tracks, with the features that analyses by a model with the base's features have kept. */
export function tracksWithFeatures(
  { tracks }: RetrainJob,
  labelled: readonly LabelledRow[],
  predictable: ReadonlySet<string>,
): RequestOf<RetrainProtocol, 'retrain'>['tracks'] {
  const features = new Map(
    labelled.flatMap(({ path, embedding, spec_hash: specHash }) =>
      embedding && embedding.length > 0 && specHash !== null && predictable.has(specHash)
        ? [[path, embedding] as const]
        : [],
    ),
  );
  return tracks.map((track) => ({ ...track, id: track.path, features: features.get(track.path) ?? null }));
}
