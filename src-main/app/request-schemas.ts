import { z } from 'zod';
import type { OperationName, RequestOf } from '../contract/channels.ts';
import { GENRE_COLOURS, LONGEST_GENRE } from '../contract/labels.ts';
import { settingsChangeSchema, settingsSchema } from '../contract/settings.ts';
import {
  columnRangeSchema,
  saliencyRequestSchema,
  knownColumnsSchema,
  maxPointsSchema,
  spectrumSettingsSchema,
} from '../contract/inspection.ts';
import { retrainChoiceSchema } from '../contract/retrain.ts';
import { trainingChoiceSchema } from '../contract/training.ts';
import {
  NAMING_SOURCES,
  RELATED_BY,
  SORT_DIRECTIONS,
  SORT_KEYS,
  TAG_MODES,
  TRACK_STATUSES,
} from '../contract/values.ts';

const trackId = z.number().int().positive();
const ids = z.custom<Int32Array>((value) => value instanceof Int32Array && value.length <= 5_000_000);
const share = z.number().min(0).max(1);

const selection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ids'), ids }),
  z.strictObject({ kind: z.literal('all') }),
]);

const tagOptions = z.strictObject({
  minConfidence: share,
  maxGenres: z.number().int().min(1).max(3),
  mode: z.enum(TAG_MODES),
});

const genreName = z.string().trim().min(1).max(LONGEST_GENRE);

const query = z.strictObject({
  sort: z.strictObject({
    key: z.enum(SORT_KEYS),
    direction: z.enum(SORT_DIRECTIONS),
  }),
  text: z.string().max(1_000),
  genre: z.string().max(200).nullable(),
  label: z.string().max(LONGEST_GENRE).nullable(),
  status: z.enum(TRACK_STATUSES).nullable(),
  minConfidence: share,
  maxConfidence: share,
  disagreesOnly: z.boolean(),
});

const batchId = z.string().regex(/^[0-9]{14}-[0-9a-f]{6}$/);
const namingSource = z.enum(NAMING_SOURCES);
const nothing = z.null();

/** One schema an operation; a missing one does not compile. */
export const REQUEST_SCHEMAS: { readonly [Name in OperationName]: z.ZodType<RequestOf<Name>> } = {
  'app.state': nothing,
  'library.openFolder': nothing,
  'library.openDropped': z.strictObject({ paths: z.array(z.string().min(1).max(4_096)).min(1).max(1_000) }),
  'library.openRecent': z.strictObject({ index: z.number().int().min(0).max(9) }),
  'library.query': query,
  'library.rows': z.strictObject({ ids: ids.refine((value) => value.length <= 2_000) }),
  'library.related': z.strictObject({ id: trackId, by: z.enum(RELATED_BY) }),
  'library.detail': z.strictObject({ id: trackId }),
  'library.neighbours': z.strictObject({ id: trackId, count: z.number().int().min(1).max(100) }),
  'library.genreProfile': z.strictObject({ genre: z.string().max(200) }),
  'library.reveal': z.strictObject({ id: trackId }),
  'scan.start': z.strictObject({ again: selection.nullable() }),
  'scan.cancel': nothing,
  'tags.plan': z.strictObject({ selection, options: tagOptions, isAutomatic: z.boolean(), leftOut: ids }),
  'tags.planRows': z.strictObject({
    planId: z.string(),
    from: z.number().int().min(0),
    count: z.number().int().min(0).max(2_000),
  }),
  'tags.hardLinks': z.strictObject({ planId: z.string() }),
  'tags.apply': z.strictObject({ planId: z.string(), skip: ids }),
  'tags.cancel': nothing,
  'tags.batches': nothing,
  'tags.batchTracks': z.strictObject({ batchId }),
  'tags.undo': z.strictObject({ batchId, model: settingsSchema.shape.model.nullable() }),
  'inspect.open': z.strictObject({ id: trackId, settings: spectrumSettingsSchema }),
  'inspect.close': nothing,
  'inspect.overview': knownColumnsSchema,
  'inspect.preview': nothing,
  'inspect.thumbnail': z.strictObject({ id: trackId }),
  'inspect.peaks': z.strictObject({ maxPoints: maxPointsSchema }),
  'inspect.segment': columnRangeSchema,
  'inspect.listen': z.strictObject({ model: settingsSchema.shape.model.nullable() }),
  'inspect.modelInput': columnRangeSchema,
  'inspect.saliency': saliencyRequestSchema,
  'export.picture': z.strictObject({
    id: trackId,
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= 200_000_000),
  }),
  'export.table': z.strictObject({ id: trackId, text: z.string().max(200_000_000) }),
  'export.sound': z
    .strictObject({ id: trackId, startSeconds: z.number().min(0), endSeconds: z.number().min(0) })
    .refine(
      ({ startSeconds, endSeconds }) => endSeconds > startSeconds && endSeconds - startSeconds <= 3600,
      'a segment of up to an hour',
    ),
  'labels.summary': nothing,
  'labels.edit': z.strictObject({
    ids,
    edit: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('set'), genres: z.array(genreName).max(20) }),
      z.strictObject({ kind: z.literal('toggle'), genre: genreName }),
      z.strictObject({ kind: z.literal('replace'), from: genreName, to: genreName }),
    ]),
  }),
  'labels.rename': z.strictObject({ from: genreName, to: genreName }),
  'labels.remove': z.strictObject({ genre: genreName }),
  'labels.undo': nothing,
  'labels.describe': z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('colour'),
      genre: genreName,
      colour: z
        .number()
        .int()
        .min(0)
        .max(GENRE_COLOURS - 1)
        .nullable(),
    }),
    z.strictObject({ kind: z.literal('parent'), genre: genreName, parent: genreName.nullable() }),
    z.strictObject({ kind: z.literal('alias'), genre: genreName.nullable(), alias: genreName }),
    z.strictObject({ kind: z.literal('forget-alias'), alias: genreName }),
  ]),
  'labels.confirm': z.strictObject({ ids }),
  'labels.clusters': z.strictObject({ genre: genreName }),
  'labels.split': z.strictObject({
    genre: genreName,
    parts: z
      .array(z.strictObject({ name: genreName, ids }))
      .min(1)
      .max(9),
  }),
  'labels.propose': z.strictObject({ selection, source: namingSource }),
  'labels.takeNamed': z.strictObject({
    selection,
    source: namingSource,
    namings: z.array(z.strictObject({ spelling: genreName, genre: genreName.nullable() })).max(10_000),
  }),
  'labels.import': nothing,
  'labels.export': nothing,
  'labels.next': z.strictObject({ count: z.number().int().min(1).max(200) }),
  'retrain.state': nothing,
  'retrain.start': retrainChoiceSchema,
  'retrain.resume': nothing,
  'retrain.discard': nothing,
  'retrain.cancel': nothing,
  'retrain.versions': nothing,
  'retrain.automatic': nothing,
  'retrain.promote': z.strictObject({ model: settingsSchema.shape.model }),
  'retrain.rollback': nothing,
  'models.export': z.strictObject({ model: settingsSchema.shape.model }),
  'models.import': nothing,
  'training.state': nothing,
  'training.architectures': nothing,
  'training.chooseFolder': nothing,
  'training.start': trainingChoiceSchema,
  'training.resume': nothing,
  'training.stop': nothing,
  'training.discard': nothing,
  'settings.change': settingsChangeSchema,
  'doctor.run': nothing,
  'notices.dismiss': z.strictObject({ id: z.string() }),
};
