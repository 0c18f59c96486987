import type { TrackId } from '../contract/track.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';

/** The folder of {@link openLabelLibrary}'s tracks, which lie below it in `x`. */
export const LABEL_ROOT = '/music';

/** A library in memory with four tracks, `a` to `d`, that nobody labelled yet. */
export interface LabelLibrary {
  readonly database: LibraryDatabase;
  readonly tracks: TrackStore;
  readonly labels: LabelStore;
  /** Of the four tracks. */
  readonly ids: readonly [TrackId, TrackId, TrackId, TrackId];
  /** A track's labels in alphabetical order. */
  readonly labelsOf: (id: TrackId) => readonly string[] | undefined;
}

/** Opens such a library; whoever opens it closes its database. */
export async function openLabelLibrary(): Promise<LabelLibrary> {
  const database = openDatabase(':memory:');
  const tracks = new TrackStore(database);
  const pathOf = (name: string) => `${LABEL_ROOT}/x/${name}.mp3`;
  const files = ['a', 'b', 'c', 'd'].map((name, index) => ({
    path: pathOf(name),
    size: 100 + index,
    modifiedMilliseconds: 1,
  }));
  await new ScanStore(database).reconcile(LABEL_ROOT, files, []);
  const idOf = (name: string) => tracks.idOf(pathOf(name)) ?? 0;
  return {
    database,
    tracks,
    labels: new LabelStore(database),
    ids: [idOf('a'), idOf('b'), idOf('c'), idOf('d')],
    labelsOf: (id) => tracks.rows([id])[0]?.labels.toSorted(),
  };
}
