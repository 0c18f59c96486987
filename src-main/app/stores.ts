import type { TrackId, TrackSelection } from '../contract/track.ts';
import { EVERY_TRACK } from '../contract/library.ts';
import type { BatchStore } from '../library/batch-store.ts';
import { createBatchStore } from '../library/batch-store.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { queryLibrary } from '../library/library-query.ts';
import { RecordingStore } from '../library/recording-store.ts';
import { RetrainStore } from '../library/retrain-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { SimilarityStore } from '../library/similarity-store.ts';
import { TrackStore } from '../library/track-store.ts';

/** The open library, by what it keeps. */
export interface Stores {
  readonly database: LibraryDatabase;
  readonly tracks: TrackStore;
  readonly similarity: SimilarityStore;
  readonly batches: BatchStore;
  readonly labels: LabelStore;
  readonly recordings: RecordingStore;
  readonly retrain: RetrainStore;
  readonly scans: ScanStore;
}

/** Opens the library. @throws AppError as {@link openDatabase} */
export function openStores(path: string): Stores {
  const database = openDatabase(path);
  return {
    database,
    tracks: new TrackStore(database),
    similarity: new SimilarityStore(database),
    batches: createBatchStore(database),
    labels: new LabelStore(database),
    recordings: new RecordingStore(database),
    retrain: new RetrainStore(database),
    scans: new ScanStore(database),
  };
}

/** The tracks of a selection. @param root gives the open folder, asked only where all of its tracks are meant */
export function selectedIds(
  { database }: Pick<Stores, 'database'>,
  root: () => string,
  selection: TrackSelection,
): readonly TrackId[] {
  return selection.kind === 'ids' ? [...selection.ids] : [...queryLibrary(database, root(), EVERY_TRACK).ids];
}
