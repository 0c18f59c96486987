import type { GenreCluster } from '../../src-main/contract/labels.ts';
import type { TrackRow } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Client } from '../api/bridge.ts';
import type { Messages } from './messages.svelte.ts';

/** A part of a genre that is being split, and the name that it will have. */
export interface NamedCluster extends GenreCluster {
  readonly name: string;
}

/** Which genre is being changed, and into what it would be split; outlives its dialog, so that one can listen meanwhile. */
export class GenreEditor {
  edited = $state.raw<string | null>(null);
  parts = $state.raw<readonly NamedCluster[] | null>(null);
  /** The parts' typical tracks, by id. */
  rows = $state.raw<Readonly<Record<number, TrackRow>>>({});
  isAsking = $state.raw(false);

  readonly #api: Client;
  readonly #messages: Messages;

  constructor(api: Client, messages: Messages) {
    this.#api = api;
    this.#messages = messages;
  }

  /** Begins with a genre, or ends. */
  edit(genre: string | null): void {
    this.edited = genre;
    this.parts = null;
  }

  /** Asks which of its tracks sound alike. */
  async findClusters(): Promise<void> {
    const { edited } = this;
    if (edited === null) return;
    this.isAsking = true;
    const parts = await this.#messages.attempt(this.#api.call('labels.clusters', { genre: edited }));
    const rows =
      parts &&
      (await this.#messages.attempt(
        this.#api.call('library.rows', { ids: Int32Array.from(parts.flatMap(({ typical }) => typical)) }),
      ));
    this.isAsking = false;
    if (!rows || this.edited !== edited) return;
    if (parts.length === 0) return this.#messages.tell(texts.labels.messages.tooFewToSplit);
    this.rows = Object.fromEntries(rows.map((row) => [row.id, row]));
    // The larger part keeps the name unless it is given another.
    const [first, second] = parts.toSorted((a, b) => b.ids.length - a.ids.length);
    if (first && second)
      this.parts = [
        { ...first, name: edited },
        { ...second, name: '' },
      ];
  }

  name(part: number, name: string): void {
    this.parts = this.parts?.map((each, index) => (index === part ? { ...each, name } : each)) ?? null;
  }

  /** Gives the parts their names. */
  async split(): Promise<void> {
    const { edited, parts } = this;
    if (edited === null || !parts) return;
    const named = parts.filter(({ name }) => name.trim() !== '').map(({ name, ids }) => ({ name, ids }));
    if (await this.#messages.attempt(this.#api.call('labels.split', { genre: edited, parts: named }))) this.edit(null);
  }
}
