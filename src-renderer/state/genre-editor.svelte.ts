import type { GenreCluster } from '../../src-main/contract/labels.ts';
import type { TrackRow } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Client } from '../api/bridge.ts';
import type { Messages } from './messages.svelte.ts';

/** A cluster of a genre that is being split, and its new name. */
export interface NamedCluster extends GenreCluster {
  readonly name: string;
}

/**
 * The genre that is being edited, and the clusters that it would be split into. It outlives its dialog, so that the user can
 * listen to tracks meanwhile.
 */
export class GenreEditor {
  edited = $state.raw<string | null>(null);
  clusters = $state.raw<readonly NamedCluster[] | null>(null);
  /** The typical tracks of the clusters, by id. */
  rows = $state.raw<Readonly<Record<number, TrackRow>>>({});
  isAsking = $state.raw(false);

  readonly #api: Client;
  readonly #messages: Messages;

  constructor(api: Client, messages: Messages) {
    this.#api = api;
    this.#messages = messages;
  }

  /** Starts editing a genre, or ends it (null). */
  edit(genre: string | null): void {
    this.edited = genre;
    this.clusters = null;
  }

  /** Finds two clusters of tracks that sound alike. */
  async findClusters(): Promise<void> {
    const { edited } = this;
    if (edited === null) return;
    this.isAsking = true;
    const clusters = await this.#messages.attempt(this.#api.call('labels.clusters', { genre: edited }));
    const rows =
      clusters &&
      (await this.#messages.attempt(
        this.#api.call('library.rows', { ids: Int32Array.from(clusters.flatMap(({ typical }) => typical)) }),
      ));
    this.isAsking = false;
    if (!rows || this.edited !== edited) return;
    if (clusters.length === 0) return this.#messages.tell(texts.labels.messages.tooFewToSplit);
    this.rows = Object.fromEntries(rows.map((row) => [row.id, row]));
    // By default, the larger cluster keeps the name.
    const [first, second] = clusters.toSorted((a, b) => b.ids.length - a.ids.length);
    if (first && second)
      this.clusters = [
        { ...first, name: edited },
        { ...second, name: '' },
      ];
  }

  name(cluster: number, name: string): void {
    this.clusters = this.clusters?.map((each, index) => (index === cluster ? { ...each, name } : each)) ?? null;
  }

  /** Labels the tracks of each cluster with its new name. */
  async split(): Promise<void> {
    const { edited, clusters } = this;
    if (edited === null || !clusters) return;
    const named = clusters.filter(({ name }) => name.trim() !== '').map(({ name, ids }) => ({ name, ids }));
    if (await this.#messages.attempt(this.#api.call('labels.split', { genre: edited, clusters: named })))
      this.edit(null);
  }
}
