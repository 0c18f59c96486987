import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '../channel/server.ts';
import { AppError } from '../contract/app-error.ts';
import { albumIds, albumRows } from '../library/album-list.ts';
import { automaticTagging } from '../library/automatic-tagging.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { foldersIn } from '../library/folder-counts.ts';
import { findLabelCandidates } from '../library/label-candidates.ts';
import { LabelStore } from '../library/label-store.ts';
import { queryIds, relatedTracks, selectedIds } from '../library/library-query.ts';
import { keptSummary } from '../library/library-summary.ts';
import { mapGroups } from '../library/map-groups.ts';
import { namesOfTracks } from '../library/names-of-tracks.ts';
import { Playlists } from '../library/playlists.ts';
import { keptOverview } from '../library/overview.ts';
import { RetrainStore } from '../library/retrain-store.ts';
import { SimilarityStore } from '../library/similarity-store.ts';
import type { LibraryReaderProtocol } from './library-reader-protocol.ts';

/** Answers what is asked of a library. */
export function libraryReaderHandlers(database: LibraryDatabase): Handlers<LibraryReaderProtocol> {
  const similarity = new SimilarityStore(database);
  const retrain = new RetrainStore(database);
  const playlists = new Playlists(database);
  const labels = new LabelStore(database);
  return {
    async query({ root, query }, { signal, transfer }) {
      // While another question was answered, the next letter may have been typed.
      await setImmediate();
      if (signal.aborted) throw new AppError('cancelled');
      const ids = queryIds(database, root, query);
      transfer([ids.buffer]);
      return ids;
    },
    summary: ({ root }) => keptSummary(database, root),
    ids: ({ root, selection }) => selectedIds(database, root, selection),
    async propose({ root, selection, source }) {
      const ids = selectedIds(database, root, selection);
      return labels.propose(await namesOfTracks(database, { root, ids, source }));
    },
    foldersIn: ({ root, folder }) => foldersIn(database, root, folder),
    playlists: ({ root }) => playlists.find(root),
    playlistTracks: ({ root, number }) => playlists.tracks(root, number),
    overview: ({ root, selection }) => keptOverview(database, root, selection),
    albums: ({ root, selection }) => albumIds(database, root, selection),
    albumRows: ({ root, ids }) => albumRows(database, root, [...ids]),
    mapGroups: ({ root, by }) => mapGroups(database, root, by),
    related: ({ root, id, by }) => relatedTracks(database, root, id, by),
    neighbours: ({ root, ...query }) => similarity.neighbours(root, query),
    genreProfile: ({ root, genre }) => similarity.genreProfile(root, genre),
    automatic: (question) => automaticTagging(retrain, question),
    labelCandidates: ({ root, specHashes }) => findLabelCandidates(database, root, new Set(specHashes)),
  };
}
