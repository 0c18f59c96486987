import { texts } from '../texts/index.ts';
import { AppError } from '../contract/app-error.ts';
import type { AutomaticTagging, HeldOutFacts } from '../contract/automatic.ts';
import type { GenreNaming, GenreCluster, LabelSummary, NamingProposal } from '../contract/labels.ts';
import type { LabelOrigin, NamingSource } from '../contract/values.ts';
import type { Notice } from '../contract/app-state.ts';
import type { Settings } from '../contract/settings.ts';
import type { TrackSelection } from '../contract/track.ts';
import type { LibraryDatabase } from '../library/database.ts';
import type { LabelStore } from '../library/label-store.ts';
import { namesOfTracks } from '../library/names-of-tracks.ts';
import type { RetrainStore } from '../library/retrain-store.ts';
import type { Emit } from './event-bus.ts';
import type { LabelRelinker } from './label-relinker.ts';
import type { LibraryReader } from './library-reader.ts';
import type { RetrainController } from './retrain-controller.ts';

/** What labelling works with. */
export interface LabelDependencies {
  readonly store: LabelStore;
  readonly reader: Pick<LibraryReader, 'automatic' | 'ids' | 'propose'>;
  readonly sounds: RetrainStore;
  readonly database: LibraryDatabase;
  readonly relinker: LabelRelinker;
  readonly retrain: RetrainController;
  readonly folder: () => string | null;
  readonly genreMap: () => Settings['genreMap'];
  readonly notify: (notice: Omit<Notice, 'id'>) => void;
  /** Told that undo or redo may do something else now. */
  readonly onSteps: () => void;
  readonly emit: Emit;
}

const ORIGINS: Readonly<Record<NamingSource, Exclude<LabelOrigin, 'hand'>>> = {
  tags: 'tags',
  folder: 'folders',
  'top-folder': 'folders',
};

/** The user's labels, whoever changes them: tells of every change, and keeps them with their recordings. */
export class LabelController {
  readonly #dependencies: LabelDependencies;
  #relinked: Promise<void> = Promise.resolve();

  constructor(dependencies: LabelDependencies) {
    this.#dependencies = dependencies;
  }

  get summary(): LabelSummary {
    return this.#dependencies.store.summary();
  }

  /** Changes labels, and tells. @throws AppError request-invalid where a parent would stand below its kind */
  edit(change: (store: LabelStore) => void): LabelSummary {
    const { store, relinker, emit, onSteps } = this.#dependencies;
    try {
      change(store);
    } catch (error) {
      if (error instanceof RangeError) throw new AppError('request-invalid', error.message);
      throw error;
    }
    const { summary } = this;
    emit('labels.changed', summary);
    onSteps();
    // What cannot be read now is read after the next change or scan.
    void relinker.remember().catch(() => undefined);
    return summary;
  }

  /** Every labelled track with its genres. */
  labelled(): Promise<{ readonly path: string; readonly names: readonly string[] }[]> {
    return this.#dependencies.sounds.names();
  }

  /** What tags or folders say of tracks, and what it would mean. */
  propose(selection: TrackSelection, source: NamingSource): Promise<NamingProposal> {
    return this.#dependencies.reader.propose(selection, source);
  }

  /** Labels tracks as their tags or folders say. @returns how many */
  async takeNamed(selection: TrackSelection, source: NamingSource, namings: readonly GenreNaming[]): Promise<number> {
    const { database, reader, folder } = this.#dependencies;
    const ids = await reader.ids(selection);
    const named = await namesOfTracks(database, { root: folder() ?? '', ids, source });
    let labelled = 0;
    this.edit((store) => (labelled = store.takeNamed(named, namings, ORIGINS[source])));
    return labelled;
  }

  /** The tracks of a genre in two clusters that sound alike; none where fewer than two were analysed by one network. */
  async clusters(genre: string): Promise<GenreCluster[]> {
    const labelled = await this.#dependencies.sounds.labelled();
    const all = labelled.flatMap((track) =>
      track.names.includes(genre) && track.embedding && track.embedding.length > 0
        ? [{ ...track, embedding: track.embedding }]
        : [],
    );
    // Features of different networks cannot be compared.
    const bySpec = [...new Set(all.map(({ spec_hash: hash }) => hash))].map((hash) =>
      all.filter((track) => track.spec_hash === hash),
    );
    const [heard = []] = bySpec.sort((a, b) => b.length - a.length);
    if (heard.length < 2) return [];
    const idOf = (index: number) => heard[index]?.id ?? 0;
    const clusters = await this.#dependencies.retrain.questions.clustersOf(heard.map(({ embedding }) => embedding));
    return clusters.map(({ tracks, typical }) => ({ ids: Int32Array.from(tracks, idOf), typical: typical.map(idOf) }));
  }

  /**
   * From which confidence on a model is right 95% of the time.
   * @param heldOut what its card says of its held-out labels; null where it did not learn from any
   */
  automatic(model: string, heldOut: HeldOutFacts | null): Promise<AutomaticTagging> {
    const { reader, genreMap } = this.#dependencies;
    return reader.automatic({ model, heldOut, relations: this.summary.genres, genreMap: genreMap() });
  }

  /** After a folder's scan: labelled tracks that are gone may be among its new ones. One folder after the other. */
  relink(root: string): Promise<void> {
    const relinked = this.#relinked.then(() => this.#relink(root));
    this.#relinked = relinked.catch(() => undefined);
    return relinked;
  }

  async #relink(root: string): Promise<void> {
    const { relinker, notify, emit } = this.#dependencies;
    const parted = await relinker.verify(root);
    const found = await relinker.reunite(root);
    if (parted + found > 0) emit('library.changed', { folder: null });
    const waiting = parted - found;
    if (waiting > 0) {
      notify({
        severity: 'warning',
        title: texts.notices.replaced.title(waiting),
        detail: texts.notices.replaced.detail,
      });
    }
    if (found > 0)
      notify({
        severity: 'info',
        title: texts.notices.relinked.title(found),
        detail: texts.notices.relinked.detail,
      });
    await relinker.remember();
  }
}
