import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import { errorDataSchema } from '../contract/app-error.ts';
import { leftOutSchema } from '../contract/left-out.ts';
import { providerReportSchema } from '../contract/scan.ts';
import { scannedFileSchema } from '../contract/scanned-file.ts';
import { styleInfoSchema } from '../contract/styles.ts';
import { analyzedFileSchema } from '../contract/track.ts';
import { ANALYSIS_WINDOWS, PROVIDER_CHOICES } from '../contract/values.ts';

const model = { model: z.string(), modelRoots: z.array(z.string()) };

/** What the analysis process is asked, and what it tells meanwhile. */
export const analysisProtocol = {
  questions: {
    /**
     * Walks folders, telling what is `found`. `unreachable` are those behind the first that are not there. `specHash`: of
     * the model that was named; null where it cannot be read.
     */
    list: {
      request: z.object({ folders: z.array(z.string()), followLinks: z.boolean(), ...model }),
      response: z.object({ specHash: z.string().nullable() }),
    },
    analyze: {
      request: z.object({
        paths: z.array(z.string()),
        window: z.enum(ANALYSIS_WINDOWS),
        jobs: z.number().int().positive(),
        ...model,
        provider: z.enum(PROVIDER_CHOICES),
        ffmpegPath: z.string().nullable(),
      }),
      response: z.null(),
    },
  },
  events: {
    found: z.object({
      files: z.array(scannedFileSchema),
      unreadable: z.array(z.object({ path: z.string(), error: errorDataSchema })),
      leftOut: z.array(leftOutSchema),
      unreachable: z.array(z.string()),
    }),
    engine: z.object({
      provider: providerReportSchema,
      model: z.string(),
      specHash: z.string(),
      genres: z.array(z.string()),
      styles: z.array(styleInfoSchema),
    }),
    started: z.object({ path: z.string() }),
    analyzed: analyzedFileSchema,
  },
} satisfies Protocol;
/** See {@link analysisProtocol}. */
export type AnalysisProtocol = typeof analysisProtocol;
