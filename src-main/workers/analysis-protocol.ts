import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import { errorDataSchema } from '../contract/app-error.ts';
import { leftOutSchema } from '../contract/left-out.ts';
import { providerReportSchema } from '../contract/scan.ts';
import { scannedFileSchema } from '../contract/scanned-file.ts';
import { styleInfoSchema } from '../contract/styles.ts';
import { analyzedFileSchema, fileTagsSchema } from '../contract/track.ts';
import { ANALYSIS_WINDOWS, PROVIDER_CHOICES } from '../contract/values.ts';

/** Files to analyse, and the durations in seconds that are known of them: those need not be read again. */
const files = { paths: z.array(z.string()), durations: z.map(z.string(), z.number().nullable()) };
const model = { model: z.string(), modelRoots: z.array(z.string()) };

/** What the analysis process is asked, and what it tells meanwhile. */
export const analysisProtocol = {
  questions: {
    /** Walks folders, telling what is `found`. `specHash`: of the model that was named; null where it cannot be read. */
    list: {
      request: z.object({ folders: z.array(z.string()), followLinks: z.boolean(), ...model }),
      response: z.object({ specHash: z.string().nullable() }),
    },
    /** Reads what files say of themselves, telling what is `read`; of those that are `compared`, their digests too. */
    read: { request: z.object({ paths: z.array(z.string()), compared: z.array(z.string()) }), response: z.null() },
    analyze: {
      request: z.object({
        ...files,
        window: z.enum(ANALYSIS_WINDOWS),
        jobs: z.number().int().positive(),
        ...model,
        provider: z.enum(PROVIDER_CHOICES),
        ffmpegPath: z.string().nullable(),
      }),
      response: z.null(),
    },
    /** These come next in the analysis under way. */
    prefer: { request: z.object(files), response: z.null() },
  },
  events: {
    found: z.object({
      files: z.array(scannedFileSchema),
      unreadable: z.array(z.object({ path: z.string(), error: errorDataSchema })),
      leftOut: z.array(leftOutSchema),
    }),
    engine: z.object({
      provider: providerReportSchema,
      model: z.string(),
      specHash: z.string(),
      genres: z.array(z.string()),
      styles: z.array(styleInfoSchema),
    }),
    read: z.object({ files: z.array(fileTagsSchema) }),
    started: z.object({ path: z.string() }),
    analyzed: analyzedFileSchema,
  },
} satisfies Protocol;
/** See {@link analysisProtocol}. */
export type AnalysisProtocol = typeof analysisProtocol;
