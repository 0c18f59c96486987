import { join } from 'node:path';
import type { z } from 'zod';
import type { AppCoreOptions } from '../app/controllers.ts';
import type { StartProcess } from '../app/worker-process.ts';
import type { AnalysisRequest } from '../workers/analysis-protocol.ts';
import { analysisReplySchema } from '../workers/analysis-protocol.ts';
import type { InspectionRequest } from '../workers/inspection-protocol.ts';
import { inspectionReplySchema } from '../workers/inspection-protocol.ts';
import type { LibraryRequest } from '../workers/library-protocol.ts';
import { libraryReplySchema } from '../workers/library-protocol.ts';
import type { RetrainRequest } from '../workers/retrain-protocol.ts';
import { retrainReplySchema } from '../workers/retrain-protocol.ts';
import type { TagsRequest } from '../workers/tags-protocol.ts';
import { tagsReplySchema } from '../workers/tags-protocol.ts';
import type { TrainingRequest } from '../workers/training-protocol.ts';
import { trainingReplySchema } from '../workers/training-protocol.ts';
import { startUtilityProcess } from './utility-process.ts';

type Starters = Pick<AppCoreOptions, Extract<keyof AppCoreOptions, `start${string}`>>;

/** How every process of the app is started. @param builtFolder holds their built files */
export function processStarters(builtFolder: string, log: (message: string) => void): Starters {
  const starter =
    <Request, Schema extends z.ZodType>(
      file: string,
      title: string,
      schema: Schema,
    ): StartProcess<Request, z.infer<Schema>> =>
    () =>
      startUtilityProcess<Request, Schema>(join(builtFolder, `${file}.process.js`), `Genrescope ${title}`, schema, log);
  return {
    startAnalysis: starter<AnalysisRequest, typeof analysisReplySchema>('analysis', 'analysis', analysisReplySchema),
    startTags: starter<TagsRequest, typeof tagsReplySchema>('tags', 'tag writer', tagsReplySchema),
    startInspection: starter<InspectionRequest, typeof inspectionReplySchema>(
      'inspection',
      'inspection',
      inspectionReplySchema,
    ),
    startRetrain: starter<RetrainRequest, typeof retrainReplySchema>('retrain', 'learning', retrainReplySchema),
    startLibrary: starter<LibraryRequest, typeof libraryReplySchema>('library', 'library', libraryReplySchema),
    startTraining: starter<TrainingRequest, typeof trainingReplySchema>('training', 'training', trainingReplySchema),
  };
}
