import { columnRangeSchema } from '../contract/column-range.ts';
import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import {
  knownColumnsSchema,
  levelRequestSchema,
  listeningStateSchema,
  maxPointsSchema,
  saliencyMapSchema,
  saliencyRequestSchema,
  spectrogramThumbnailSchema,
  spectrogramTileSchema,
  spectrumScanStateSchema,
  spectrumSettingsSchema,
  trackPreviewSchema,
  waveformPeaksSchema,
  waveformSpanSchema,
} from '../contract/inspection.ts';
import { PROVIDER_CHOICES } from '../contract/values.ts';

/** What the inspection process is asked. There is one open track; a new one closes the last. */
export const inspectionProtocol = {
  questions: {
    open: {
      request: z.object({
        session: z.number().int(),
        path: z.string(),
        settings: spectrumSettingsSchema,
        ffmpegPath: z.string().nullable(),
        cache: z.object({ folder: z.string(), limitBytes: z.number().min(0) }),
      }),
      response: spectrumScanStateSchema,
    },
    /** Makes ready for a track that may soon be opened. */
    prepare: { request: z.object({ path: z.string(), ffmpegPath: z.string().nullable() }), response: z.null() },
    overview: { request: z.object({ known: knownColumnsSchema }), response: spectrogramTileSchema },
    preview: { request: z.object({}), response: trackPreviewSchema.nullable() },
    thumbnail: {
      request: z.object({ path: z.string(), ffmpegPath: z.string().nullable() }),
      response: spectrogramThumbnailSchema,
    },
    peaks: { request: z.object({ maxPoints: maxPointsSchema }), response: waveformPeaksSchema },
    waveform: { request: z.object({ span: waveformSpanSchema }), response: waveformPeaksSchema },
    level: { request: levelRequestSchema, response: z.number() },
    tile: { request: z.object({ range: columnRangeSchema }), response: spectrogramTileSchema },
    /** Answered when listening begins. */
    listen: {
      request: z.object({
        model: z.string(),
        modelRoots: z.array(z.string()),
        provider: z.enum(PROVIDER_CHOICES),
      }),
      response: z.null(),
    },
    modelInput: { request: z.object({ range: columnRangeSchema }), response: spectrogramTileSchema },
    saliency: { request: saliencyRequestSchema, response: saliencyMapSchema },
    close: { request: z.null(), response: z.null() },
  },
  events: {
    scan: spectrumScanStateSchema,
    predictions: listeningStateSchema,
  },
} satisfies Protocol;
/** See {@link inspectionProtocol}. */
export type InspectionProtocol = typeof inspectionProtocol;
