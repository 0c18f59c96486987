import { genreKey } from '../../src-main/contract/genre-names.ts';
import type { LabelEdit, LabelSummary } from '../../src-main/contract/labels.ts';
import { NO_LABELS } from '../../src-main/contract/labels.ts';
import type { TrackId } from '../../src-main/contract/types.ts';
import type { Client } from '../api/bridge.ts';
import { genreName } from './format.ts';
import type { Messages } from './messages.svelte.ts';
import { Remembered } from './remembered.svelte.ts';

/** Genres with a key of their own. */
export const KEYED_GENRES = 9;

/** The user's labels, and the genres that they can be given. */
export class LabelStore {
  summary = $state.raw<LabelSummary>(NO_LABELS);
  /** While the next tracks are looked for. */
  isAsking = $state.raw(false);
  readonly isOpen = new Remembered<boolean>('labelling', false);
  /** Names in an order that stays while one labels: a key keeps its genre. */
  #order = $state.raw<readonly string[]>([]);
  /** The user's genres, then the model's that have no label yet. */
  readonly palette = $derived.by(() => {
    const own = this.#order;
    const taken = own.map(genreKey);
    return [...own, ...this.#modelGenres().map(genreName).filter((name) => !taken.includes(genreKey(name)))];
  });

  readonly #api: Client;
  readonly #messages: Messages;
  readonly #modelGenres: () => readonly string[];

  constructor(api: Client, messages: Messages, modelGenres: () => readonly string[]) {
    this.#api = api;
    this.#messages = messages;
    this.#modelGenres = modelGenres;
    api.on('labels.changed', (summary) => this.#take(summary));
  }

  /** Tracks that have a label. */
  countOf(genre: string): number {
    return this.summary.genres.find(({ name }) => name === genre)?.tracks ?? 0;
  }

  async open(): Promise<void> {
    const summary = await this.#messages.attempt(this.#api.call('labels.summary', null));
    if (summary) this.#take(summary);
  }

  /** @returns whether it was done */
  async edit(ids: Iterable<TrackId>, edit: LabelEdit): Promise<boolean> {
    // A new name has its key before the library has answered: whoever labels does not wait.
    this.#order = withNew(this.#order, edit.kind === 'set' ? edit.genres : [edit.genre]);
    return (await this.#messages.attempt(this.#api.call('labels.edit', { ids: Int32Array.from(ids), edit }))) !== undefined;
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#messages.attempt(this.#api.call('labels.rename', { from, to }));
  }

  async remove(genre: string): Promise<void> {
    await this.#messages.attempt(this.#api.call('labels.remove', { genre }));
  }

  async undo(): Promise<void> {
    const { lastStep } = this.summary;
    if (lastStep === null) return this.#messages.tell('There is no labelling to undo.');
    if (await this.#messages.attempt(this.#api.call('labels.undo', null))) this.#messages.tell(`Undone: ${lastStep}`);
  }

  #take(summary: LabelSummary): void {
    this.summary = summary;
    const names = summary.genres.map(({ name }) => name);
    this.#order = withNew(this.#order, names);
  }
}

/** Genres that lose their last label keep their key while the window is open. */
function withNew(order: readonly string[], names: readonly string[]): readonly string[] {
  const keys = order.map(genreKey);
  return [...order, ...names.filter((name) => !keys.includes(genreKey(name)))];
}
