import type { TrackId } from '../../contract/track.ts';
import type { LabelledFile } from '../../files/label-table.ts';
import type { LabelStore } from '../../library/label-store.ts';
import type { TrackStore } from '../../library/track-store.ts';

/** What became of a table's lines. */
export interface ImportedLabels {
  readonly labelled: number;
  /** Lines whose file is no track of the library. */
  readonly leftOut: number;
}

/** Gives tracks the labels of a table's lines; of two lines for one track the first holds. Labels given by hand stay. */
export function labelTracks(
  lines: readonly Pick<LabelledFile, 'path' | 'genres'>[],
  tracks: Pick<TrackStore, 'idOf'>,
  labels: Pick<LabelStore, 'take'>,
): ImportedLabels {
  const genresOf = new Map<TrackId, readonly string[]>();
  let leftOut = 0;
  for (const { path, genres } of lines) {
    const id = tracks.idOf(path);
    if (id === null) leftOut += 1;
    else if (!genresOf.has(id)) genresOf.set(id, genres);
  }
  const labelled = labels.take(
    [...genresOf].map(([id, genres]) => ({ id, genres })),
    'import',
  );
  return { labelled, leftOut };
}
