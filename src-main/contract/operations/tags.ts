import { z } from 'zod';
import { modelName, nothing, operation } from '../operation.ts';
import type { PlanLine, PlanView } from '../plan-view.ts';
import type { PlanPlayers } from '../player-genres.ts';
import { planQuerySchema, planTargetSchema, viewNumberSchema } from '../plan-view.ts';
import type { BatchFile, FoundBatchFiles, HardLinkedFiles, TagBatch, TagPlan, TagResult } from '../tags.ts';
import { tagOptionsSchema } from '../tags.ts';
import { fileNumbersSchema, trackSelectionSchema } from '../track.ts';

const batchId = z
  .string()
  .max(21)
  .regex(/^[0-9]{14}-[0-9a-f]{6}$/);
const planId = z.uuid().max(36);

/** Planning, writing and undoing tags. */
export const TAGS_OPERATIONS = {
  /** Writing the plan takes a gesture that came after it: whoever pressed before could not have seen it. */
  'tags.plan': operation(
    z.strictObject({
      selection: trackSelectionSchema,
      options: tagOptionsSchema,
      isAutomatic: z.boolean(),
      /** Whether tracks that were left out of the plan before are in again. */
      isNew: z.boolean(),
    }),
  ).returns<TagPlan>(),
  /** Filters, sorts and groups the plan's rows; planLines gives what comes of it. */
  'tags.planView': operation(z.strictObject({ planId, query: planQuerySchema })).returns<PlanView>(),
  'tags.planLines': operation(
    z.strictObject({ view: viewNumberSchema, from: z.int().min(0), count: z.int().min(0).max(2_000) }),
  ).returns<readonly PlanLine[]>(),
  /** The tracks of the view, in their order. */
  'tags.planTracks': operation(z.strictObject({ view: viewNumberSchema })).returns<Int32Array>(),
  /** Returns how many tracks that would be written are left out. */
  'tags.leaveOut': operation(
    z.strictObject({ planId, target: planTargetSchema, isLeftOut: z.boolean() }),
  ).returns<number>(),
  /** Which files of a plan have several names. */
  'tags.hardLinks': operation(z.strictObject({ planId })).returns<HardLinkedFiles>(),
  /** Which genres of a plan, without the tracks left out, players would show otherwise than meant. */
  'tags.planPlayers': operation(z.strictObject({ planId })).returns<PlanPlayers>(),
  'tags.apply': operation(z.strictObject({ planId })).withConsequences().returns<TagResult>(),
  'tags.cancel': operation(nothing).returns<null>(),
  'tags.batches': operation(nothing).returns<readonly TagBatch[]>(),
  /** The tracks of a batch that are in the library. */
  'tags.batchTracks': operation(z.strictObject({ batchId })).returns<Int32Array>(),
  /** Words of the search must all occur in a file's place or genres. */
  'tags.batchFiles': operation(z.strictObject({ batchId, search: z.string().max(200) })).returns<FoundBatchFiles>(),
  /** Some files of a batch by their numbers. */
  'tags.batchRows': operation(z.strictObject({ batchId, files: fileNumbersSchema })).returns<readonly BatchFile[]>(),
  /** With a model, those files alone that have its prediction; with numbers, those files alone. */
  'tags.undo': operation(z.strictObject({ batchId, model: modelName.nullable(), files: z.nullable(fileNumbersSchema) }))
    .withConsequences()
    .returns<TagResult>(),
  /** Writes again what the batch had written that was undone last; refused where redoing would do something else. */
  'tags.redo': operation(z.strictObject({ batchId })).withConsequences().returns<TagResult>(),
};
