import { tick } from 'svelte';
import { isSameGenre } from '../../src-main/contract/genre-meaning.ts';
import { count, genreName } from './format.ts';
import { genreMeant } from './own-genres.ts';
import type { Stores } from './stores.svelte.ts';

/** How many labels are asked for at once, and how long one takes. */
const NEXT_LABELS = 20;
const SECONDS_A_LABEL = 12;
/** Above this, it is the reason. */
const REMARKABLE = 0.6;

type Parts = Pick<Stores, 'api' | 'dialogs' | 'labels' | 'library' | 'messages' | 'namings'>;

/** Gives tracks of the table the user's own genres. */
export class Labelling {
  /** Set by the bar of labels. */
  focusInput: () => void = () => undefined;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Shows the bar of labels and lets one type into it. */
  async open(): Promise<void> {
    this.#parts.labels.isOpen.current = true;
    await tick();
    this.focusInput();
  }

  /**
   * Gives the selected tracks a genre, in place of what they had or added to it. A single track is left for the next one,
   * so that labelling goes on by one key a track.
   */
  give(genre: string, isAdded: boolean): Promise<void> {
    return this.#give([genre], isAdded);
  }

  /**
   * Gives genres as they were typed; a semicolon stands between several, as in tables.
   * @returns whether there was a track to give them to
   */
  giveTyped(text: string, isAdded: boolean): boolean {
    const {
      labels: { palette, summary },
      library,
      messages,
    } = this.#parts;
    const spelled = text
      .split(/[;|]/)
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map(
        (name) => genreMeant(summary.genres, name)?.name ?? palette.find((known) => isSameGenre(known, name)) ?? name,
      );
    if (library.selection.ids.size === 0) {
      messages.tell('Select tracks first.', 'What you typed is still there.');
      return false;
    }
    void this.#give(
      spelled.filter((name, index) => spelled.findIndex((other) => isSameGenre(other, name)) === index),
      isAdded,
    );
    return true;
  }

  async #give(genres: readonly string[], isAdded: boolean): Promise<void> {
    const { labels, library } = this.#parts;
    const { selection, view } = library;
    if (selection.ids.size === 0 || genres.length === 0) return;
    const ids = new Set(selection.ids);
    // On to the next one at once: the keys do not wait for the library.
    if (ids.size === 1 && !isAdded && selection.focus + 1 < view.ids.length)
      library.select(selection.focus + 1, 'only');
    if (!isAdded) await labels.edit(ids, { kind: 'set', genres });
    else for (const genre of genres) await labels.edit(ids, { kind: 'toggle', genre });
  }

  /** Takes the labels of the selected tracks away. */
  async takeAway(): Promise<void> {
    const { labels, library } = this.#parts;
    if (library.selection.ids.size > 0) await labels.edit(library.selection.ids, { kind: 'set', genres: [] });
  }

  /** Shows the tracks whose labels would teach most. */
  async next(): Promise<void> {
    const { api, labels, library, messages } = this.#parts;
    labels.isAsking = true;
    const next = await messages.attempt(api.call('labels.next', { count: NEXT_LABELS }));
    labels.isAsking = false;
    if (!next) return;
    if (next.length === 0) return messages.tell('Every analysed track of this folder is labelled.');
    await library.showOnly(
      next.map(({ id, uncertainty, novelty, genres }) => ({ id, why: whyText(uncertainty, novelty, genres) })),
    );
    this.#parts.labels.isOpen.current = true;
    messages.tell(
      `${count(next.length, 'label')} that would teach most, about ${Math.max(1, Math.round((next.length * SECONDS_A_LABEL) / 60))} min.`,
      'Enter plays a track, a number key labels it. Clear filters shows all tracks again.',
    );
  }

  /**
   * Labels the selected tracks, else all that are shown, as tags or folders say; the user sees first what that means.
   */
  fromNames(): void {
    const { dialogs, library, namings } = this.#parts;
    const { selection, view } = library;
    dialogs.show('namings');
    void namings.open({ kind: 'ids', ids: selection.ids.size > 0 ? Int32Array.from(selection.ids) : view.ids });
  }

  /** Labels as the names in the dialog are meant. */
  async takeNamed(): Promise<void> {
    const { dialogs, labels, messages, namings } = this.#parts;
    const labelled = await namings.take();
    if (labelled === undefined) return;
    labels.isOpen.current = true;
    dialogs.close();
    messages.tell(`${count(labelled, 'track')} labelled.`, 'Undo takes it back.');
  }

  async importTable(): Promise<void> {
    const { api, messages } = this.#parts;
    const taken = await messages.attempt(api.call('labels.import', null));
    if (taken)
      messages.tell(
        `${count(taken.labelled, 'track')} labelled.`,
        taken.leftOut > 0
          ? `${count(taken.leftOut, 'line')} named files that are not in your library: open their folder first.`
          : '',
      );
  }

  async exportTable(): Promise<void> {
    const { api, messages } = this.#parts;
    const file = await messages.attempt(api.call('labels.export', null));
    if (file) messages.tell(`Saved ${file}`);
  }
}

function whyText(uncertainty: number, novelty: number, [first, second]: readonly [string, string]): string {
  const doubt = `${genreName(first)} or ${genreName(second)}?`;
  return novelty >= REMARKABLE && uncertainty < REMARKABLE ? 'Unlike your labels' : doubt;
}
