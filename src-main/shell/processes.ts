import { join } from 'node:path';
import type { AppCoreOptions } from '../app/controllers.ts';
import { startUtilityProcess } from './utility-process.ts';

type Starters = Pick<AppCoreOptions, Extract<keyof AppCoreOptions, `start${string}`>>;

/** How every process of the app is started. @param builtFolder holds their built files */
export function processStarters(builtFolder: string, log: (message: string) => void): Starters {
  const starter = (file: string, title: string) => () =>
    startUtilityProcess(join(builtFolder, `${file}.process.js`), `Genrescope ${title}`, log);
  return {
    startAnalysis: starter('analysis', 'analysis'),
    startTags: starter('tags', 'tag writer'),
    startInspection: starter('inspection', 'inspection'),
    startRetrain: starter('retrain', 'retraining'),
    startLibrary: starter('library', 'library'),
    startTraining: starter('training', 'training'),
  };
}
