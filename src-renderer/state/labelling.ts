import { tick } from 'svelte';
import type { TrackId } from '../../src-main/contract/track.ts';
import { texts } from '../../src-main/texts/index.ts';
import { genreName } from './format.ts';
import type { LabelAction, NumberKeyLabel } from './label-keys.ts';
import type { Stores } from './stores.svelte.ts';
import { tableWalk } from './table-walk.ts';
import { typedGenres } from './typed-genres.ts';

/** How many tracks are suggested at once, and the estimated time to label one. */
const NEXT_LABELS = 20;
const SECONDS_A_LABEL = 12;
/** From this value on, uncertainty or novelty is given as the reason. */
const REMARKABLE = 0.6;

type Parts = Pick<
  Stores,
  'api' | 'app' | 'dialogs' | 'labels' | 'library' | 'messages' | 'namings' | 'navigation' | 'playback' | 'views'
>;

/** Labels tracks of the table. */
export class Labelling {
  /** Set by the label bar. */
  focusInput: () => void = () => undefined;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Shows the label bar and focuses its text field. Without a folder, there is nothing to label. */
  async open(): Promise<void> {
    const { app, messages } = this.#parts;
    const words = texts.labels.messages;
    if (app.folder === null) return messages.tell(words.noFolder, words.noFolderHint);
    messages.withdraw(words.pressL);
    this.#parts.labels.isOpen.current = true;
    await tick();
    this.focusInput();
  }

  /** Does what a key says. Number keys label while something plays, or the bar of labels says what they mean; then it does. */
  async act(action: LabelAction): Promise<void> {
    const { labels, messages } = this.#parts;
    if (action.kind === 'type-label') return this.open();
    if (!this.labelsRows) return messages.tell(texts.labels.messages.pressL);
    labels.isOpen.current = true;
    if (action.kind === 'unlabel') return this.takeAway();
    const genre = labels.keyed[action.place];
    if (genre !== undefined) await this.give(genre, action.isAdded);
  }

  /** Whether number keys label the row of a list that has the focus: a line in the list's dialog says what they mean then. */
  get labelsRows(): boolean {
    const { labels, playback } = this.#parts;
    return labels.isOpen.current || playback.player.track !== null;
  }

  /** Labels a row's track as a number key says, whatever the table has selected. @returns whether its labels changed */
  async giveTo(id: TrackId, label: NumberKeyLabel): Promise<boolean> {
    const { labels, messages } = this.#parts;
    if (!this.labelsRows) {
      messages.tell(texts.labels.messages.playFirst);
      return false;
    }
    if (label.kind === 'unlabel') return labels.edit([id], { kind: 'set', genres: [] });
    const genre = labels.keyed[label.place];
    if (genre === undefined) return false;
    return labels.edit([id], label.isAdded ? { kind: 'toggle', genre } : { kind: 'set', genres: [genre] });
  }

  /** The same in a list whose rows do not show labels: a message says what became of the track. */
  async giveToNamed(id: TrackId, label: NumberKeyLabel, name: string): Promise<boolean> {
    const { labels, messages } = this.#parts;
    const genre = label.kind === 'unlabel' ? null : (labels.keyed[label.place] ?? null);
    const isDone = await this.giveTo(id, label);
    const isAdded = label.kind === 'label' && label.isAdded;
    if (isDone) messages.tell(texts.labels.messages.rowLabelled({ name, genre, isAdded }));
    return isDone;
  }

  /**
   * Labels the selected tracks with a genre, which replaces their labels or is added to them. After a single track of the
   * table, the next one is selected, and plays if anything does, so that one key per track is enough.
   */
  give(genre: string, isAdded: boolean): Promise<void> {
    return this.#give([genre], isAdded);
  }

  /** Labels the selected tracks with typed genres, separated by semicolons. @returns whether a track was selected */
  giveTyped(text: string, isAdded: boolean): boolean {
    const {
      labels: { palette, summary },
      library,
      messages,
    } = this.#parts;
    if (library.selection.ids.size === 0) {
      messages.tell(texts.labels.messages.selectFirst, texts.labels.messages.typedIsKept);
      return false;
    }
    void this.#give(typedGenres(text, { own: summary.genres, others: palette }), isAdded);
    return true;
  }

  async #give(genres: readonly string[], isAdded: boolean): Promise<void> {
    const { labels, library, playback, views } = this.#parts;
    const { selection, view } = library;
    if (selection.ids.size === 0 || genres.length === 0) return;
    const ids = new Set(selection.ids);
    // The next track is selected at once, without waiting for the library. On the map, the table's next one may lie anywhere.
    if (views.shown !== 'map' && ids.size === 1 && !isAdded && selection.focus + 1 < view.ids.length) {
      library.select(selection.focus + 1, 'only');
      playback.moveTo(tableWalk(library));
    }
    if (!isAdded) await labels.edit(ids, { kind: 'set', genres });
    else for (const genre of genres) await labels.edit(ids, { kind: 'toggle', genre });
  }

  /** Removes the labels of the selected tracks. */
  async takeAway(): Promise<void> {
    const { labels, library } = this.#parts;
    if (library.selection.ids.size > 0) await labels.edit(library.selection.ids, { kind: 'set', genres: [] });
  }

  /** Shows the tracks whose labels would improve the model most, selects the first and hands the keys to the table. */
  async next(): Promise<void> {
    const { api, labels, library, messages, navigation } = this.#parts;
    labels.isAsking = true;
    const next = await messages.attempt(api.call('labels.next', { count: NEXT_LABELS }));
    labels.isAsking = false;
    if (!next) return;
    if (next.length === 0) return messages.tell(texts.labels.messages.allLabelled);
    await library.showOnly(
      next.map(({ id, uncertainty, novelty, genres }) => ({ id, why: whyText(uncertainty, novelty, genres) })),
    );
    labels.isOpen.current = true;
    await tick();
    navigation.focusTracks();
    const minutes = Math.max(1, Math.round((next.length * SECONDS_A_LABEL) / 60));
    messages.tell(
      texts.labels.messages.suggested({ labels: next.length, minutes }),
      texts.labels.messages.suggestedHint,
    );
  }

  /**
   * Opens the dialog that labels tracks by their tags or folders: first for several selected tracks, else for the shown
   * ones, since the row with the focus is always selected.
   */
  fromNames(): void {
    const { dialogs, library, namings } = this.#parts;
    dialogs.show('namings');
    void namings.open(library.selection.ids.size > 1 ? 'selected' : 'shown');
  }

  /** Labels the tracks as the dialog says. */
  async takeNamed(): Promise<void> {
    const { dialogs, labels, messages, namings } = this.#parts;
    const labelled = await namings.take();
    if (labelled === undefined) return;
    labels.isOpen.current = true;
    dialogs.close();
    messages.tell(texts.labels.messages.labelled(labelled), texts.labels.messages.canUndo);
  }

  async importTable(): Promise<void> {
    const { api, messages } = this.#parts;
    const taken = await messages.attempt(api.call('labels.import', null));
    if (taken)
      messages.tell(
        texts.labels.messages.labelled(taken.labelled),
        taken.leftOut > 0 ? texts.labels.messages.unknownLines(taken.leftOut) : '',
      );
  }

  async exportTable(): Promise<void> {
    const { api, messages } = this.#parts;
    const file = await messages.attempt(api.call('labels.export', null));
    if (file) messages.tell(texts.common.saved({ name: file }));
  }
}

function whyText(uncertainty: number, novelty: number, [first, second]: readonly [string, string]): string {
  if (novelty >= REMARKABLE && uncertainty < REMARKABLE) return texts.labels.why.unlikeLabels;
  return texts.labels.why.undecided({ first: genreName(first), second: genreName(second) });
}
