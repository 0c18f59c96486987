import { genreKey } from '../../src-main/contract/genre-names.ts';
import type { GenreChange, LabelEdit, LabelSummary } from '../../src-main/contract/labels.ts';
import { NO_LABELS } from '../../src-main/contract/labels.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import type { Client } from '../api/bridge.ts';
import { genreName } from './format.ts';
import type { GenreColors } from './genre-colors.ts';
import type { Messages } from './messages.svelte.ts';
import { chosenColors } from './own-genres.ts';
import { keyedNames, paletteOf, withNames, withoutOthers, withRenamed } from './palette.ts';
import { Remembered } from './remembered.svelte.ts';

/** The user's labels, and the genres that they can be given. */
export class LabelStore {
  summary = $state.raw<LabelSummary>(NO_LABELS);
  /** Whether tracks to label are being searched. */
  isAsking = $state.raw(false);
  readonly isOpen = new Remembered<boolean>('labelling', false);
  /** Names with a fixed place, so that a number key keeps its genre while the user labels. */
  #order = $state.raw<readonly string[]>([]);
  /** The colours of genres, for every component that shows one. */
  readonly colors: GenreColors = $derived(chosenColors(this.summary.genres));
  /** Names that were given but that the library has not confirmed yet. */
  #pending = $state.raw<readonly string[]>([]);
  /** Genres that tracks are labelled with. */
  readonly #labelled = $derived([...labelledGenres(this.summary), ...this.#pending]);
  /** The genres that the user labelled with, then the user's and the model's genres without labels. */
  readonly palette = $derived.by(() =>
    paletteOf(this.#order, [...this.summary.genres.map(({ name }) => name), ...this.#modelGenres().map(genreName)]),
  );
  /** The genres that have a key. */
  readonly keyed = $derived(keyedNames(this.palette, this.#labelled));

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

  /** @returns whether it succeeded */
  async edit(ids: Iterable<TrackId>, edit: LabelEdit): Promise<boolean> {
    // A new name gets its key before the library has replied, so that labelling can go on.
    const names = edit.kind === 'set' ? edit.genres : [edit.kind === 'toggle' ? edit.genre : edit.to];
    this.#order = withNames(this.palette, names, this.#labelled);
    this.#pending = [...this.#pending, ...names];
    const edited = this.#api.call('labels.edit', { ids: Int32Array.from(ids), edit });
    if ((await this.#messages.attempt(edited)) !== undefined) return true;
    this.#giveUp(names);
    return false;
  }

  async rename(from: string, to: string): Promise<void> {
    this.#order = withRenamed(this.palette, from, to);
    this.#pending = [...this.#pending, to.trim()];
    const renamed = this.#api.call('labels.rename', { from, to });
    if ((await this.#messages.attempt(renamed)) !== undefined) return;
    this.#order = withRenamed(this.palette, to.trim(), from);
    this.#giveUp([to.trim()]);
  }

  async remove(genre: string): Promise<void> {
    await this.#messages.attempt(this.#api.call('labels.remove', { genre }));
  }

  /** Colour, parent and other names of a genre. */
  async describe(change: GenreChange): Promise<void> {
    await this.#messages.attempt(this.#api.call('labels.describe', change));
  }

  /** Confirms labels that a model doubts; they are not listed as doubtful again. @returns whether it succeeded */
  async confirm(ids: Iterable<TrackId>): Promise<boolean> {
    return (
      (await this.#messages.attempt(this.#api.call('labels.confirm', { ids: Int32Array.from(ids) }))) !== undefined
    );
  }

  async undo(): Promise<void> {
    const { lastStep } = this.summary;
    if (lastStep === null) return this.#messages.tell(texts.labels.messages.nothingToUndo);
    if (await this.#messages.attempt(this.#api.call('labels.undo', null)))
      this.#messages.tell(texts.labels.messages.undone({ step: lastStep }));
  }

  /** Takes the keys back that names were given which the library refused. */
  #giveUp(names: readonly string[]): void {
    this.#pending = this.#pending.filter((name) => !names.includes(name));
    this.#take(this.summary);
  }

  #take(summary: LabelSummary): void {
    const names = summary.genres.map(({ name }) => name);
    const labelled = labelledGenres(summary);
    // Before the first label of this window no key has been used: the user's genres come first.
    const order = this.#order.length === 0 ? labelled : withNames(this.palette, labelled, this.#labelled);
    this.summary = summary;
    this.#pending = this.#pending.filter((name) => !names.some((known) => genreKey(known) === genreKey(name)));
    this.#order = withoutOthers(order, [...names, ...this.#pending, ...this.#modelGenres()]);
  }
}

function labelledGenres({ genres }: LabelSummary): readonly string[] {
  return genres.filter(({ tracks }) => tracks > 0).map(({ name }) => name);
}
