import { z } from 'zod';
import { genreKey } from '../contract/genre-names.ts';
import type { GenreChange, GenreNaming, LabelEdit, LabelSummary, NamingProposal } from '../contract/labels.ts';
import type { TrackId } from '../contract/track.ts';
import type { LabelOrigin } from '../contract/values.ts';
import { texts } from '../texts/index.ts';
import type { LibraryDatabase } from './database.ts';
import { isUsable, meaningsOf, plainName, proposeNames, spellerOf } from './genre-spelling.ts';
import { GenreStore } from './genre-store.ts';
import type { LabelStep, MovedStep } from './label-history.ts';
import { LabelHistory } from './label-history.ts';
import type { LabelRow, TrackLabels } from './label-rows.ts';
import { genresByTrack, labelsOf } from './label-rows.ts';
import { summarizeLabels } from './label-summary.ts';

const idRow = z.object({ track_id: z.number() });

/** Where labels come from that the user did not give by hand. */
type ForeignOrigin = Exclude<LabelOrigin, 'hand'>;
const words = texts.steps;

/** The user's labels: apart from what models say, with time and origin; every step can be undone. */
export class LabelStore {
  readonly #database: LibraryDatabase;
  readonly #genres: GenreStore;
  readonly #history: LabelHistory;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#genres = new GenreStore(database);
    this.#history = new LabelHistory(database, this.#genres);
  }

  /** What is labelled, what is known of the genres, and what undoing would take back. */
  summary(): LabelSummary {
    return {
      ...summarizeLabels(this.#database, this.#genres.snapshot()),
      lastStep: this.#history.lastStep()?.what ?? null,
    };
  }

  /** Changes the labels of tracks by hand. A name that means a known genre is that one. */
  edit(named: readonly TrackId[], edit: LabelEdit): void {
    const ids = [...new Set(named)];
    if (edit.kind === 'set') this.#set(ids, edit.genres);
    else if (edit.kind === 'replace') this.#replace(ids, edit.from, edit.to);
    else this.#toggle(ids, edit.genre);
  }

  /** Labels that a model doubts, and that are right: they are not doubted again. */
  confirm(named: readonly TrackId[]): void {
    const ids = [...new Set(named)];
    const own = this.#genresOf(ids);
    const tracks = ids.map((id) => ({ id, genres: own.get(id) ?? [] }));
    this.#history.make({ what: words.confirmed(ids.length), tracks, isConfirming: true });
  }

  /**
   * Takes labels from elsewhere; tracks that the user labelled by hand keep theirs.
   * @returns how many tracks were labelled
   */
  take(tracks: readonly TrackLabels[], origin: ForeignOrigin): number {
    const spelled = this.#speller();
    return this.#take(
      tracks.map(({ id, genres }) => ({ id, genres: genres.filter(isUsable).map(spelled) })),
      origin,
    );
  }

  /** What names on tracks would mean, for the user to look at. */
  propose(tracks: readonly TrackLabels[]): NamingProposal {
    const byHand = this.#labelledByHand(tracks);
    const open = tracks.filter(({ id }) => !byHand.has(id));
    return {
      names: proposeNames(open, meaningsOf(this.summary())),
      byHand: byHand.size,
      silent: open.filter(({ genres }) => !genres.some(isUsable)).length,
    };
  }

  /** Takes names as the user decided they are meant, and remembers that. @returns how many tracks were labelled */
  takeNamed(tracks: readonly TrackLabels[], namings: readonly GenreNaming[], origin: ForeignOrigin): number {
    const own = new Set(this.summary().genres.map(({ name }) => genreKey(name)));
    const meant = new Map(namings.map(({ spelling, genre }) => [genreKey(spelling), genre]));
    const spelled = this.#speller();
    const named = tracks.map(({ id, genres }) => ({
      id,
      genres: genres.flatMap((name) => meant.get(genreKey(name)) ?? []).map(spelled),
    }));
    return this.#take(named, origin, (genres) => {
      for (const { spelling, genre } of namings) {
        // A genre of the user's means itself; another meaning holds for this once.
        if (own.has(genreKey(spelling))) continue;
        if (genre === null || genreKey(genre) !== genreKey(spelling))
          genres.spell(spelling, genre === null ? null : spelled(genre));
        else genres.forgetSpelling(spelling);
      }
    });
  }

  /**
   * Gives every track of a genre another one; where that exists, both become one, and the old name means the new genre.
   */
  rename(from: string, to: string): void {
    const target = this.#speller()(to);
    // Another spelling of the same name is no merging.
    const name = genreKey(target) === genreKey(from) ? plainName(to) : target;
    const isMerged = name === target && target !== from && this.summary().genres.some((genre) => genre.name === target);
    if (name === from) return;
    this.#history.make({
      what: words[isMerged ? 'merged' : 'renamed']({ from, to: name }),
      ...this.#renaming(this.#tracksWith(from), ({ genre }) => (genre === from ? name : genre)),
      describe: (genres) => {
        genres.rename(from, name);
        if (isMerged) genres.spell(from, name);
      },
    });
  }

  /** Takes a genre from every track that has it. */
  remove(genre: string): void {
    const ids = this.#tracksWith(genre);
    const own = this.#genresOf(ids);
    this.#history.make({
      what: words.deleted(genre),
      tracks: ids.map((id) => ({ id, genres: (own.get(id) ?? []).filter((each) => each !== genre) })),
      describe: (genres) => genres.remove(genre),
    });
  }

  /** Gives clusters of a genre's tracks other names; tracks in no cluster keep it. The new genres get its parent. */
  split(genre: string, clusters: readonly { readonly name: string; readonly ids: readonly TrackId[] }[]): void {
    const spelled = this.#speller();
    const known = this.summary().genres;
    const names = new Map(clusters.flatMap(({ name, ids }) => ids.map((id) => [id, spelled(name)] as const)));
    const parent = known.find(({ name }) => name === genre)?.parent ?? null;
    const fresh = [...new Set(names.values())].filter((name) => !known.some((each) => each.name === name));
    this.#history.make({
      what: words.split({ genre, names: clusters.map(({ name }) => name.trim()) }),
      ...this.#renaming([...names.keys()], (label) =>
        label.genre === genre ? (names.get(label.track_id) ?? genre) : label.genre,
      ),
      describe: (genres) => fresh.forEach((name) => parent !== null && genres.setParent(name, parent)),
    });
  }

  /** Changes what is known of a genre. @throws RangeError where a parent would stand below its own subgenre */
  describe(change: GenreChange): void {
    this.#history.make({
      what: describedText(change),
      describe: (genres) => {
        if (change.kind === 'colour') genres.setColour(change.genre, change.colour);
        else if (change.kind === 'parent') genres.setParent(change.genre, change.parent);
        else if (change.kind === 'alias') genres.spell(change.alias, change.genre);
        else genres.forgetSpelling(change.alias);
      },
    });
  }

  /** Takes the last step back; null where there is none. */
  undo(): MovedStep | null {
    return this.#history.undo();
  }

  /** Makes the step again that was undone last; null where none was, or it is none of labels. */
  redo(): MovedStep | null {
    return this.#history.redo();
  }

  #set(ids: readonly TrackId[], genres: readonly string[]): void {
    const spelled = this.#speller();
    const names = [...new Set(genres.map(spelled))];
    const tracks = ids.map((id) => ({ id, genres: names }));
    this.#history.make({ what: words.set({ genres: names, tracks: ids.length }), tracks });
  }

  #replace(ids: readonly TrackId[], from: string, to: string): void {
    const target = this.#speller()(to);
    const own = this.#genresOf(ids);
    const isMeant = (name: string) =>
      [name, ...this.#genres.ancestorsOf(name)].some((each) => genreKey(each) === genreKey(from));
    const replaced = (names: readonly string[]) =>
      names.some(isMeant) ? names.map((name) => (isMeant(name) ? target : name)) : [...names, target];
    this.#history.make({
      what: words.replaced({ from, to: target, tracks: ids.length }),
      tracks: ids.map((id) => ({ id, genres: [...new Set(replaced(own.get(id) ?? []))] })),
    });
  }

  #toggle(ids: readonly TrackId[], name: string): void {
    const genre = this.#speller()(name);
    const own = this.#genresOf(ids);
    const isTaken = ids.every((id) => own.get(id)?.includes(genre));
    const toggled = (genres: readonly string[]) =>
      isTaken ? genres.filter((each) => each !== genre) : [...new Set([...genres, genre])];
    this.#history.make({
      what: words[isTaken ? 'takenAway' : 'added']({ genre, tracks: ids.length }),
      tracks: ids.map((id) => ({ id, genres: toggled(own.get(id) ?? []) })),
    });
  }

  #take(tracks: readonly TrackLabels[], origin: ForeignOrigin, describe?: LabelStep['describe']): number {
    const byHand = this.#labelledByHand(tracks);
    const fresh = tracks
      .map(({ id, genres }) => ({ id, genres: [...new Set(genres)] }))
      .filter(({ id, genres }) => !byHand.has(id) && genres.length > 0);
    const what = words.taken({ tracks: fresh.length, origin });
    if (fresh.length > 0 || describe)
      this.#history.make({ what, tracks: fresh, origin, ...(describe && { describe }) });
    return fresh.length;
  }

  #renaming(ids: readonly TrackId[], renamed: (label: LabelRow) => string): Pick<LabelStep, 'tracks' | 'renamed'> {
    const names = labelsOf(this.#database, ids).map((label) => ({ ...label, genre: renamed(label) }));
    return { tracks: [...genresByTrack(names)].map(([id, genres]) => ({ id, genres: [...new Set(genres)] })), renamed };
  }

  #tracksWith(genre: string): TrackId[] {
    const rows: unknown = this.#database.prepare('SELECT track_id FROM labels WHERE genre = ?').all(genre);
    return z
      .array(idRow)
      .parse(rows)
      .map((row) => row.track_id);
  }

  #genresOf(ids: readonly TrackId[]): Map<TrackId, string[]> {
    return genresByTrack(labelsOf(this.#database, ids));
  }

  #labelledByHand(tracks: readonly TrackLabels[]): Set<TrackId> {
    const labels = labelsOf(
      this.#database,
      tracks.map(({ id }) => id),
    );
    return new Set(labels.filter(({ origin }) => origin === 'hand').map((label) => label.track_id));
  }

  #speller(): (name: string) => string {
    return spellerOf(meaningsOf(this.summary()));
  }
}

function describedText(change: GenreChange): string {
  if (change.kind === 'colour') return words.coloured(change.genre);
  if (change.kind === 'parent') return words.placed(change);
  return change.kind === 'alias' ? words.named(change) : words.unnamed(change.alias);
}
