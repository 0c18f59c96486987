import { columnRangeSchema } from '../column-range.ts';
import { z } from 'zod';
import type {
  SaliencyMap,
  SpectrogramThumbnail,
  SpectrogramTile,
  SpectrumScanState,
  TrackPreview,
  WaveformPeaks,
} from '../inspection.ts';
import {
  knownColumnsSchema,
  levelRequestSchema,
  maxPointsSchema,
  saliencyRequestSchema,
  spectrumSettingsSchema,
  waveformSpanSchema,
} from '../inspection.ts';
import { modelName, nothing, operation } from '../operation.ts';
import { trackIdSchema } from '../track.ts';

/** Bytes of a picture, characters of a table. */
const LARGEST_EXPORT = 200_000_000;

/** Looking into one track, and exporting what is seen. */
export const INSPECTION_OPERATIONS = {
  /** Opens a track for looking into; it is read in the background, see `inspect.scan`. */
  'inspect.open': operation(
    z.strictObject({ id: trackIdSchema, settings: spectrumSettingsSchema }),
  ).returns<SpectrumScanState>(),
  'inspect.close': operation(nothing).returns<null>(),
  /** The whole spectrogram as far as it is read; what the page has is left out, unless columns were joined since. */
  'inspect.overview': operation(knownColumnsSchema).returns<SpectrogramTile>(),
  /** The first impression of a long track; null where there is none (yet). */
  'inspect.preview': operation(nothing).returns<TrackPreview | null>(),
  /** The middle of a track, small, whichever track is open. */
  'inspect.thumbnail': operation(z.strictObject({ id: trackIdSchema })).returns<SpectrogramThumbnail>(),
  'inspect.peaks': operation(z.strictObject({ maxPoints: maxPointsSchema })).returns<WaveformPeaks>(),
  /** A span of the waveform, decoded anew: finer than the outline of a whole track, down to samples. */
  'inspect.waveform': operation(waveformSpanSchema).returns<WaveformPeaks>(),
  /** The mean power of a segment of up to an hour, in dBFS: a full-scale square has 0. */
  'inspect.level': operation(levelRequestSchema).returns<number>(),
  'inspect.tile': operation(columnRangeSchema).returns<SpectrogramTile>(),
  /** Predicts along the open track, see `inspect.predictions`. Null: the settings' model. */
  'inspect.listen': operation(z.strictObject({ model: modelName.nullable() })).returns<null>(),
  /** What the model is given, in hundredths of its own units. */
  'inspect.modelInput': operation(columnRangeSchema).returns<SpectrogramTile>(),
  'inspect.saliency': operation(saliencyRequestSchema).returns<SaliencyMap>(),
  /** These ask where to save and answer with the file's name, or null. */
  'export.picture': operation(
    z.strictObject({
      id: trackIdSchema,
      bytes: z
        .custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= LARGEST_EXPORT)
        .meta({ typedArray: 'Uint8Array', maxItems: LARGEST_EXPORT }),
    }),
  )
    .withConsequences()
    .returns<string | null>(),
  'export.table': operation(z.strictObject({ id: trackIdSchema, text: z.string().max(LARGEST_EXPORT) }))
    .withConsequences()
    .returns<string | null>(),
  'export.sound': operation(
    z
      .strictObject({ id: trackIdSchema, startSeconds: z.number().min(0), endSeconds: z.number().min(0) })
      .refine(
        ({ startSeconds, endSeconds }) => endSeconds > startSeconds && endSeconds - startSeconds <= 3600,
        'a segment of up to an hour',
      ),
  )
    .withConsequences()
    .returns<string | null>(),
};
