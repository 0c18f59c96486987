import { SvelteMap } from 'svelte/reactivity';
import type { NamingProposal } from '../../src-main/contract/labels.ts';
import type { NamingSource } from '../../src-main/contract/values.ts';
import type { TrackSelection } from '../../src-main/contract/track.ts';
import type { Client } from '../api/bridge.ts';
import type { Messages } from './messages.svelte.ts';
import type { TrackScope, TracksOf } from './track-scope.ts';

/** Most names that are listed; a large library has thousands of folders. */
const MOST_LISTED = 300;

/** The names in tags or of folders, and the genres that the user gives them. */
export class NamingStore {
  source = $state.raw<NamingSource>('tags');
  proposal = $state.raw<NamingProposal | null>(null);
  scope = $state.raw<TrackScope>('all');
  /** The genres that the user typed, by name; an empty text means no genre. */
  readonly written = new SvelteMap<string, string>();
  readonly listed = $derived((this.proposal?.names ?? []).slice(0, MOST_LISTED));
  readonly leftOut = $derived((this.proposal?.names.length ?? 0) - this.listed.length);
  /** How many names stand for a genre. */
  readonly meant = $derived(this.listed.filter(({ spelling }) => this.genreOf(spelling) !== null).length);

  readonly #api: Client;
  readonly #messages: Messages;
  readonly #tracksOf: TracksOf;
  /** The tracks of the scope when their names were read: these and no others are labelled. */
  #selection: TrackSelection = { kind: 'all' };

  constructor(api: Client, messages: Messages, tracksOf: TracksOf) {
    this.#api = api;
    this.#messages = messages;
    this.#tracksOf = tracksOf;
  }

  /** Loads the names of tracks. */
  async open(scope: TrackScope, source: NamingSource = this.source): Promise<void> {
    const selection = this.#tracksOf(scope);
    this.scope = scope;
    this.source = source;
    this.#selection = selection;
    this.proposal = null;
    this.written.clear();
    const proposal = await this.#messages.attempt(this.#api.call('labels.propose', { selection, source }));
    if (proposal && this.#selection === selection) this.proposal = proposal;
  }

  /** The genre that a name stands for; null: none. */
  genreOf(spelling: string): string | null {
    const written = this.written.get(spelling);
    if (written !== undefined) return written.trim() === '' ? null : written.trim();
    return this.listed.find((name) => name.spelling === spelling)?.genre ?? null;
  }

  /** @returns how many tracks were labelled; undefined where it failed */
  take(): Promise<number | undefined> {
    const { source, listed } = this;
    const namings = listed.map(({ spelling }) => ({ spelling, genre: this.genreOf(spelling) }));
    return this.#messages.attempt(this.#api.call('labels.takeNamed', { selection: this.#selection, source, namings }));
  }
}
