import { SvelteMap } from 'svelte/reactivity';
import type { NamingProposal } from '../../src-main/contract/labels.ts';
import type { NamingSource } from '../../src-main/contract/values.ts';
import type { TrackSelection } from '../../src-main/contract/track.ts';
import type { Client } from '../api/bridge.ts';
import type { Messages } from './messages.svelte.ts';

/** Names that are listed; folders of a large library have thousands. */
const MOST_LISTED = 300;

/** What tags or folders say of tracks, and what the user says that it means. */
export class NamingStore {
  source = $state.raw<NamingSource>('tags');
  proposal = $state.raw<NamingProposal | null>(null);
  selection = $state.raw<TrackSelection>({ kind: 'all' });
  /** What the user has written: genre by spelling; empty: none. */
  readonly written = new SvelteMap<string, string>();
  readonly listed = $derived((this.proposal?.names ?? []).slice(0, MOST_LISTED));
  readonly leftOut = $derived((this.proposal?.names.length ?? 0) - this.listed.length);
  /** Names that mean a genre. */
  readonly meant = $derived(this.listed.filter(({ spelling }) => this.genreOf(spelling) !== null).length);

  readonly #api: Client;
  readonly #messages: Messages;

  constructor(api: Client, messages: Messages) {
    this.#api = api;
    this.#messages = messages;
  }

  /** Asks what tracks are called. */
  async open(selection: TrackSelection, source: NamingSource = this.source): Promise<void> {
    this.selection = selection;
    this.source = source;
    this.proposal = null;
    this.written.clear();
    const proposal = await this.#messages.attempt(this.#api.call('labels.propose', { selection, source }));
    if (proposal && this.source === source) this.proposal = proposal;
  }

  /** The genre that a name shall mean; null: none. */
  genreOf(spelling: string): string | null {
    const written = this.written.get(spelling);
    if (written !== undefined) return written.trim() === '' ? null : written.trim();
    return this.listed.find((name) => name.spelling === spelling)?.genre ?? null;
  }

  /** @returns how many tracks were labelled; undefined where it failed */
  take(): Promise<number | undefined> {
    const { selection, source, listed } = this;
    const namings = listed.map(({ spelling }) => ({ spelling, genre: this.genreOf(spelling) }));
    return this.#messages.attempt(this.#api.call('labels.takeNamed', { selection, source, namings }));
  }
}
