import {
  knownColumnsSchema,
  maxPointsSchema,
  saliencyRequestSchema,
  spectrumSettingsSchema,
} from '../contract/inspection.ts';
import { columnRangeSchema } from '../contract/column-range.ts';
import { z } from 'zod';
import { errorDataSchema, providerChoiceSchema } from './analysis-protocol.ts';

const question = { id: z.number().int() };

/** What the inspection process is asked. There is one open track; a new one closes the last. */
export const inspectionRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    ...question,
    session: z.number().int(),
    path: z.string(),
    settings: spectrumSettingsSchema,
    ffmpegPath: z.string().nullable(),
    cache: z.object({ folder: z.string(), limitBytes: z.number().min(0) }),
  }),
  z.object({ kind: z.literal('overview'), ...question, known: knownColumnsSchema }),
  z.object({ kind: z.literal('preview'), ...question }),
  z.object({ kind: z.literal('thumbnail'), ...question, path: z.string(), ffmpegPath: z.string().nullable() }),
  z.object({ kind: z.literal('peaks'), ...question, maxPoints: maxPointsSchema }),
  z.object({ kind: z.literal('segment'), ...question, range: columnRangeSchema }),
  z.object({
    kind: z.literal('listen'),
    ...question,
    model: z.string(),
    modelRoots: z.array(z.string()),
    provider: providerChoiceSchema,
  }),
  z.object({ kind: z.literal('modelInput'), ...question, range: columnRangeSchema }),
  z.object({ kind: z.literal('saliency'), ...question, ...saliencyRequestSchema.shape }),
  z.object({ kind: z.literal('close'), ...question }),
]);

/** See {@link inspectionRequestSchema}. */
export type InspectionRequest = z.infer<typeof inspectionRequestSchema>;

const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);

const readingSchema = z.object({
  session: z.number(),
  phase: z.enum(['reading', 'done', 'failed']),
  sampleRate: z.number(),
  channels: z.number(),
  beatsPerMinute: z.number().nullable(),
  hasPreview: z.boolean(),
  seconds: z.number(),
  durationSeconds: z.number().nullable(),
  error: errorDataSchema.nullable(),
});

const spectrogramTileSchema = z.object({
  framesPerColumn: z.number(),
  hopLength: z.number(),
  firstColumn: z.number(),
  columns: z.number(),
  bins: z.number(),
  levels: z.custom<Int16Array>((value) => value instanceof Int16Array),
});

const peaksSchema = z.object({ samplesPerPoint: z.number(), highest: floats, lowest: floats });

const probabilities = z.array(z.number()).readonly();

const predictionsSchema = z.object({
  genres: z.array(z.string()).readonly(),
  models: z.array(z.string()).readonly(),
  probabilities,
  modelProbabilities: z.array(probabilities).readonly(),
  patches: z
    .array(
      z.object({
        startSeconds: z.number(),
        endSeconds: z.number(),
        probabilities,
        models: z.array(probabilities).readonly(),
      }),
    )
    .readonly(),
});

const modelInputSpecSchema = z.object({
  sampleRate: z.number(),
  hopLength: z.number(),
  rows: z.number(),
  minHertz: z.number(),
  maxHertz: z.number(),
  frames: z.number(),
});

const listeningSchema = z.object({
  session: z.number(),
  phase: z.enum(['listening', 'done', 'failed']),
  predictions: predictionsSchema.nullable(),
  input: modelInputSpecSchema.nullable(),
  error: errorDataSchema.nullable(),
});

const saliencySchema = z.object({
  startSeconds: z.number(),
  endSeconds: z.number(),
  rows: z.number(),
  frames: z.number(),
  minHertz: z.number(),
  maxHertz: z.number(),
  values: floats,
});

/** What each question is answered with. */
export const inspectionAnswerSchemas = {
  open: readingSchema,
  overview: spectrogramTileSchema,
  preview: z.object({ spectrogram: spectrogramTileSchema, peaks: peaksSchema }).nullable(),
  peaks: peaksSchema,
  segment: spectrogramTileSchema,
  listen: z.null(),
  modelInput: spectrogramTileSchema,
  thumbnail: z.object({ sampleRate: z.number(), tile: spectrogramTileSchema }),
  saliency: saliencySchema,
  close: z.null(),
} as const;

/** What the inspection process tells. */
export const inspectionReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), state: readingSchema }),
  z.object({ kind: z.literal('listening'), state: listeningSchema }),
  z.object({ kind: z.literal('answer'), id: z.number(), value: z.unknown() }),
  z.object({ kind: z.literal('refused'), id: z.number(), error: errorDataSchema }),
]);

/** See {@link inspectionReplySchema}. */
export type InspectionReply = z.infer<typeof inspectionReplySchema>;
