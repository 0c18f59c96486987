import { Client } from '../channel/client.ts';
import type { StartPort } from '../channel/ports.ts';
import type { QuestionName, RequestOf, ResponseOf } from '../channel/protocol.ts';
import type { AutomaticTagging } from '../contract/automatic.ts';
import type { LabelCandidates, NamingProposal } from '../contract/labels.ts';
import type { Album } from '../contract/albums.ts';
import type { FolderCount, LibraryQuery, LibrarySummary, Playlist, PlaylistTracks } from '../contract/library.ts';
import type { Overview } from '../contract/overview.ts';
import type { GenreProfile, Neighbours } from '../contract/similarity.ts';
import type { MapGroups } from '../contract/sound-map.ts';
import type { TrackId, TrackSelection } from '../contract/track.ts';
import type { MapColouring, NamingSource, RelatedBy } from '../contract/values.ts';
import type { LibraryReaderProtocol } from '../workers/library-reader-protocol.ts';
import { libraryReaderProtocol } from '../workers/library-reader-protocol.ts';
import type { OpenFolder } from './open-folder.ts';

type Question = QuestionName<LibraryReaderProtocol>;
/** What is asked, apart from the open folder. */
type Asked<Name extends Question> = Omit<RequestOf<LibraryReaderProtocol, Name>, 'root'>;

/** Asks a thread what takes long in a large library, of the open folder. It reads what main has written so far. */
export class LibraryReader {
  readonly #client: Client<LibraryReaderProtocol>;
  readonly #folder: OpenFolder;
  /** Ends the query before, which nobody waits for any more. */
  #query = new AbortController();

  constructor(start: StartPort, folder: OpenFolder) {
    this.#client = new Client(libraryReaderProtocol, start, { crashCode: 'unexpected' });
    this.#folder = folder;
  }

  /** The tracks that a query finds; none where no folder is open. @throws AppError cancelled where a newer one came */
  query(query: LibraryQuery): Promise<Int32Array> {
    this.#query.abort();
    this.#query = new AbortController();
    return this.#client.ask('query', { root: this.#root, query }, { signal: this.#query.signal });
  }

  /** What the open folder's library has; nothing where no folder is open. */
  summary(): Promise<LibrarySummary> {
    return this.#ask('summary', {});
  }

  /** The tracks of a selection, by path. @throws AppError request-invalid where no folder is open */
  async ids(selection: TrackSelection): Promise<Int32Array> {
    return this.#client.ask('ids', { root: this.#folder.require(), selection });
  }

  /** See `labels.propose`. @throws AppError request-invalid where no folder is open */
  async propose(selection: TrackSelection, source: NamingSource): Promise<NamingProposal> {
    return this.#client.ask('propose', { root: this.#folder.require(), selection, source });
  }

  /** See `library.foldersIn`. */
  foldersIn(folder: string): Promise<readonly FolderCount[]> {
    return this.#ask('foldersIn', { folder });
  }

  /** See `library.playlists`. */
  playlists(): Promise<readonly Playlist[]> {
    return this.#ask('playlists', {});
  }

  /** See `library.playlistTracks`. @throws AppError playlist-unreadable, and what the file system says */
  playlistTracks(number: number): Promise<PlaylistTracks | null> {
    return this.#ask('playlistTracks', { number });
  }

  /** See `views.overview`. */
  overview(selection: TrackSelection): Promise<Overview> {
    return this.#ask('overview', { selection });
  }

  /** See `views.albums`. */
  albums(selection: TrackSelection): Promise<Int32Array> {
    return this.#ask('albums', { selection });
  }

  /** See `views.albumRows`. */
  albumRows(ids: Int32Array): Promise<readonly Album[]> {
    return this.#ask('albumRows', { ids });
  }

  /** See `views.mapGroups`. */
  mapGroups(by: MapColouring): Promise<MapGroups> {
    return this.#ask('mapGroups', { by });
  }

  /** See `library.related`. */
  related(id: TrackId, by: RelatedBy): Promise<Int32Array> {
    return this.#ask('related', { id, by });
  }

  /** See `library.neighbours`. */
  neighbours(question: Asked<'neighbours'>): Promise<Neighbours> {
    return this.#ask('neighbours', question);
  }

  /** See `library.genreProfile`. */
  genreProfile(genre: string): Promise<GenreProfile | null> {
    return this.#ask('genreProfile', { genre });
  }

  /** See {@link automaticTagging}. */
  automatic(question: Asked<'automatic'>): Promise<AutomaticTagging> {
    return this.#ask('automatic', question);
  }

  /** See {@link findLabelCandidates}. */
  labelCandidates(root: string, specHashes: ReadonlySet<string>): Promise<LabelCandidates> {
    return this.#client.ask('labelCandidates', { root, specHashes: [...specHashes] });
  }

  /** Ends the thread; whoever waits hears that it was cancelled. */
  stop(): void {
    this.#client.kill();
  }

  get #root(): string {
    return this.#folder.path ?? '';
  }

  #ask<Name extends Question>(name: Name, question: Asked<Name>): Promise<ResponseOf<LibraryReaderProtocol, Name>> {
    return this.#client.ask(name, { ...question, root: this.#root } as RequestOf<LibraryReaderProtocol, Name>);
  }
}
