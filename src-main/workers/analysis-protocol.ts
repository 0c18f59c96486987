import { trackAnalysisSchema } from '../contract/track.ts';
import type { Immutable } from '../contract/immutable.ts';
import { z } from 'zod';
import type { ErrorCode } from '../contract/error-codes.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import { ANALYSIS_WINDOWS, PROVIDERS, PROVIDER_CHOICES } from '../contract/values.ts';

/** An error as it crosses between processes. */
export const errorDataSchema = z.object({
  code: z.custom<ErrorCode>((value) => typeof value === 'string' && value in ERROR_TEXTS),
  message: z.string(),
});

const analysisWindow = z.enum(ANALYSIS_WINDOWS);
const providerName = z.enum(PROVIDERS);
/** Which processor is asked for. */
export const providerChoiceSchema = z.enum(PROVIDER_CHOICES);

/** What a session's provider turned out to be. */
export const providerReportSchema = z.object({
  active: providerName.nullable(),
  attempts: z.array(z.object({ provider: providerName, reason: z.string() })),
});

/** What the analysis process is asked. */
export const analysisRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list'), root: z.string(), model: z.string(), modelRoots: z.array(z.string()) }),
  z.object({
    kind: z.literal('analyze'),
    paths: z.array(z.string()),
    window: analysisWindow,
    jobs: z.number().int().positive(),
    model: z.string(),
    modelRoots: z.array(z.string()),
    provider: providerChoiceSchema,
    ffmpegPath: z.string().nullable(),
  }),
  z.object({ kind: z.literal('cancel') }),
]);

/** See {@link analysisRequestSchema}. */
export type AnalysisRequest = z.infer<typeof analysisRequestSchema>;

const metadataSchema = z.object({
  title: z.string(),
  artist: z.string(),
  album: z.string(),
  genres: z.array(z.string()),
  durationSeconds: z.number().nullable(),
});

/** What the analysis process tells. */
export const analysisReplySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('found'),
    files: z.array(z.object({ path: z.string(), size: z.number(), modifiedMilliseconds: z.number() })),
    unreadable: z.array(z.object({ path: z.string(), error: errorDataSchema })),
    leftOut: z.array(z.object({ path: z.string(), reason: z.enum(['not-music', 'same-file']) })),
  }),
  /** `specHash`: of the model that was named; null where it cannot be read. */
  z.object({ kind: z.literal('listed'), specHash: z.string().nullable() }),
  z.object({
    kind: z.literal('engine'),
    provider: providerReportSchema,
    model: z.string(),
    specHash: z.string(),
    genres: z.array(z.string()),
  }),
  z.object({ kind: z.literal('started'), path: z.string() }),
  z.object({
    kind: z.literal('analyzed'),
    file: z.object({
      path: z.string(),
      metadata: metadataSchema.nullable(),
      outcome: z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), analysis: trackAnalysisSchema }),
        z.object({ ok: z.literal(false), error: errorDataSchema }),
      ]),
    }),
  }),
  z.object({ kind: z.literal('finished'), cancelled: z.boolean() }),
  z.object({ kind: z.literal('failed'), error: errorDataSchema }),
]);

/** See {@link analysisReplySchema}. */
export type AnalysisReply = Immutable<z.infer<typeof analysisReplySchema>>;
