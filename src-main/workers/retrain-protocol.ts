import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import { genreRelationSchema } from '../contract/labels.ts';
import {
  analysedSchema,
  cataloguedModelSchema,
  retrainChoiceSchema,
  retrainCourseSchema,
  retrainedModelSchema,
} from '../contract/retrain.ts';
import { styleInfoSchema } from '../contract/styles.ts';
import { trackAnalysisSchema } from '../contract/track.ts';
import { ANALYSIS_WINDOWS, PROVIDER_CHOICES } from '../contract/values.ts';

const floats = z.instanceof(Float32Array);
const modelRoots = z.array(z.string());
const count = z.number();

/** A labelled track, without its features. */
export const labelledTrackSchema = z.object({
  path: z.string(),
  artist: z.string(),
  album: z.string(),
  folder: z.string(),
  names: z.array(z.string()),
  isNew: z.boolean(),
});

/** What the retrain process is asked, and what it tells while it does. */
export const retrainProtocol = {
  questions: {
    /** Which models can predict from the features of which analyses. */
    catalogue: {
      request: z.object({ modelRoots }),
      response: z.array(cataloguedModelSchema),
    },
    retrain: {
      request: z.object({
        modelRoots,
        base: z.string(),
        name: z.string(),
        against: z.string(),
        out: z.string(),
        choice: retrainChoiceSchema,
        /** When the labels were taken. */
        learnedAt: z.string(),
        window: z.enum(ANALYSIS_WINDOWS),
        ffmpegPath: z.string().nullable(),
        provider: z.enum(PROVIDER_CHOICES),
        /** With features, or to be analysed first. */
        tracks: z.array(labelledTrackSchema.extend({ id: z.string(), features: floats.nullable() })),
        relations: z.array(genreRelationSchema),
      }),
      response: retrainedModelSchema,
    },
    nextLabels: {
      request: z.object({
        count,
        known: z.array(floats),
        candidates: z.array(z.object({ probabilities: z.array(count), features: floats })),
      }),
      response: z.array(z.object({ candidate: count, uncertainty: count, novelty: count })),
    },
    /** Makes a file or a folder a model of the user's; the response is its name. */
    addNetwork: {
      request: z.object({ path: z.string(), models: z.string(), modelRoots }),
      response: z.string(),
    },
    /** Writes a model's folder into another; the response is its name. */
    exportModel: {
      request: z.object({ model: z.string(), into: z.string(), modelRoots }),
      response: z.string(),
    },
    /** Which of a genre's tracks sound alike. */
    clusters: {
      request: z.object({ features: z.array(floats) }),
      response: z.array(z.object({ tracks: z.array(count), typical: z.array(count) })),
    },
    /** Empty where the file cannot be read, null where it is not there. */
    soundHash: {
      request: z.object({ path: z.string(), ffmpegPath: z.string().nullable() }),
      response: z.string().nullable(),
    },
    predict: {
      request: z.object({ modelRoots, model: z.string(), features: z.array(floats) }),
      response: z.object({
        specHash: z.string(),
        genres: z.array(z.string()),
        /** What the model scores beside genres. */
        styles: z.array(styleInfoSchema),
        probabilities: z.array(z.array(count)),
        /** In the order of `styles`. */
        styleScores: z.array(floats),
        members: z.array(trackAnalysisSchema.shape.members),
        disagreements: z.array(trackAnalysisSchema.shape.disagreement),
      }),
    },
  },
  events: { analysed: analysedSchema, retraining: z.null(), epoch: retrainCourseSchema },
} satisfies Protocol;
/** See {@link retrainProtocol}. */
export type RetrainProtocol = typeof retrainProtocol;
