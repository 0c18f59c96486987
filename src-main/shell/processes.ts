import { join } from 'node:path';
import type { AppCoreOptions } from '../app/controllers.ts';
import { startThread } from '../channel/thread-ports.ts';
import { makeFolder } from '../files/make-folder.ts';
import { startUtilityProcess } from './utility-process.ts';

type Starters = Pick<AppCoreOptions, Extract<keyof AppCoreOptions, `start${string}`>>;

/** Where processes are started. */
export interface ProcessFolders {
  /** Holds their built files. */
  readonly built: string;
  /**
   * Their working folder, in which nothing lies: names of files in what they are given, such as models, lead nowhere. The
   * command line keeps its own, since people give it relative paths; there, the check of models stands alone.
   */
  readonly empty: string;
}

/** How every process of the app is started. */
export function processStarters({ built, empty }: ProcessFolders, log: (message: string) => void): Starters {
  const starter = (file: string, title: string) => () => {
    makeFolder(empty);
    return startUtilityProcess(join(built, `${file}.process.js`), {
      serviceName: `Genrescope ${title}`,
      cwd: empty,
      log,
    });
  };
  return {
    startAnalysis: starter('analysis', 'analysis'),
    startTags: starter('tags', 'tag writer'),
    startInspection: starter('inspection', 'inspection'),
    startRetrain: starter('retrain', 'retraining'),
    startLibrary: starter('library', 'library'),
    startWatch: starter('watch', 'folder watch'),
    startTraining: starter('training', 'training'),
    startLibraryReader: (database) =>
      startThread(join(built, 'library-reader.worker.js'), 'library reader', { database }),
    startSoundMap: (database) => startThread(join(built, 'sound-map.worker.js'), 'sound map', { database }),
  };
}
