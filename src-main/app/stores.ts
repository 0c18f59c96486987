import type { BatchStore } from '../library/batch-store.ts';
import { createBatchStore } from '../library/batch-store.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { FolderStore } from '../library/folder-store.ts';
import { LabelStore } from '../library/label-store.ts';
import { LibrarySteps } from '../library/library-steps.ts';
import { MissingStore } from '../library/missing-store.ts';
import { MovedFiles } from '../library/moved-files.ts';
import { RecordingStore } from '../library/recording-store.ts';
import { RetrainStore } from '../library/retrain-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { UndoneSteps } from '../library/undone-steps.ts';

/** The open library, by what it keeps. */
export interface Stores {
  readonly database: LibraryDatabase;
  readonly tracks: TrackStore;
  readonly batches: BatchStore;
  readonly folders: FolderStore;
  readonly labels: LabelStore;
  readonly made: LibrarySteps;
  readonly missing: MissingStore;
  readonly moved: MovedFiles;
  readonly recordings: RecordingStore;
  readonly retrain: RetrainStore;
  readonly scans: ScanStore;
  readonly undone: UndoneSteps;
}

/** Opens the library. @throws AppError as {@link openDatabase} */
export function openStores(path: string): Stores {
  const database = openDatabase(path);
  return {
    database,
    tracks: new TrackStore(database),
    batches: createBatchStore(database),
    folders: new FolderStore(database),
    labels: new LabelStore(database),
    made: new LibrarySteps(database),
    missing: new MissingStore(database),
    moved: new MovedFiles(database),
    recordings: new RecordingStore(database),
    retrain: new RetrainStore(database),
    scans: new ScanStore(database),
    undone: new UndoneSteps(database),
  };
}
