import { z } from 'zod';
import { genreKey } from '../contract/genre-names.ts';
import { LONGEST_GENRE } from '../contract/labels.ts';
import type { LabelEdit, LabelOrigin, LabelSummary } from '../contract/labels.ts';
import type { TrackId } from '../contract/types.ts';
import type { LibraryDatabase } from './database.ts';

const labelRow = z.object({ track_id: z.number(), genre: z.string(), origin: z.enum(['hand', 'tags', 'import']), labelled_at: z.string() });
type LabelRow = z.infer<typeof labelRow>;

/** What the labels of some tracks were before a step. */
const beforeSchema = z.object({ ids: z.array(z.number()), labels: z.array(labelRow) });
const stepRow = z.object({ id: z.number(), what: z.string(), before: z.string() });
const countRow = z.object({ genre: z.string(), tracks: z.number() });

/** New labels of one track. */
export interface TrackLabels {
  readonly id: TrackId;
  readonly genres: readonly string[];
}

/** Steps that can be undone. */
const KEPT_STEPS = 1_000;

/** The user's labels: apart from what models say, with time and origin; every step can be undone. */
export class LabelStore {
  readonly #database: LibraryDatabase;

  constructor(database: LibraryDatabase) {
    this.#database = database;
  }

  summary(): LabelSummary {
    const genres = z.array(countRow).parse(this.#database.prepare('SELECT genre, count(*) AS tracks FROM labels GROUP BY genre ORDER BY tracks DESC, genre').all());
    const { tracks } = z.object({ tracks: z.number() }).parse(this.#database.prepare('SELECT count(DISTINCT track_id) AS tracks FROM labels').get());
    return { genres: genres.map(({ genre, tracks: own }) => ({ name: genre, tracks: own })), tracks, lastStep: this.#lastStep()?.what ?? null };
  }

  /** Changes the labels of tracks by hand. A name that differs from a known one in case and punctuation alone is that one. */
  edit(ids: readonly TrackId[], edit: LabelEdit): void {
    const known = this.#spellings();
    const spelled = (name: string) => known.get(genreKey(name)) ?? name.trim();
    if (edit.kind === 'set') return this.#step(`Labelling of ${tracksText(ids.length)}`, ids.map((id) => ({ id, genres: [...new Set(edit.genres.map(spelled))] })), 'hand');
    const genre = spelled(edit.genre);
    const own = genresByTrack(this.#labelsOf(ids));
    const isTaken = ids.every((id) => own.get(id)?.includes(genre));
    const changed = ids.map((id) => ({ id, genres: isTaken ? (own.get(id) ?? []).filter((each) => each !== genre) : [...new Set([...(own.get(id) ?? []), genre])] }));
    this.#step(`${isTaken ? 'Taking' : 'Giving'} “${genre}” ${isTaken ? 'from' : 'to'} ${tracksText(ids.length)}`, changed, 'hand');
  }

  /** Takes labels from elsewhere; tracks that the user labelled by hand keep theirs. @returns how many tracks were labelled */
  take(tracks: readonly TrackLabels[], origin: Exclude<LabelOrigin, 'hand'>): number {
    const known = this.#spellings();
    const byHand = new Set(this.#labelsOf(tracks.map(({ id }) => id)).filter((label) => label.origin === 'hand').map(({ track_id }) => track_id));
    const spelled = (name: string) => {
      const spelling = known.get(genreKey(name)) ?? name.trim();
      known.set(genreKey(name), spelling);
      return spelling;
    };
    const usable = (name: string) => name.trim() !== '' && name.trim().length <= LONGEST_GENRE;
    const fresh = tracks.map(({ id, genres }) => ({ id, genres: [...new Set(genres.filter(usable).map(spelled))] })).filter(({ id, genres }) => !byHand.has(id) && genres.length > 0);
    if (fresh.length > 0) this.#step(`Labels of ${tracksText(fresh.length)} from ${origin === 'tags' ? 'tags' : 'a table'}`, fresh, origin);
    return fresh.length;
  }

  /** Gives every track of a genre another one; where that exists, both become one. */
  rename(from: string, to: string): void {
    const target = this.#spellings().get(genreKey(to)) ?? to.trim();
    // Another spelling of the same name is no merging.
    const name = genreKey(target) === genreKey(from) ? to.trim() : target;
    const isMerged = name === target && target !== from && this.#spellings().has(genreKey(to));
    this.#change(from, `${isMerged ? 'Merging' : 'Renaming'} “${from}” ${isMerged ? 'into' : 'to'} “${name}”`, (genres) => genres.map((genre) => (genre === from ? name : genre)));
  }

  /** Takes a genre from every track that has it. */
  remove(genre: string): void {
    this.#change(genre, `Deleting “${genre}”`, (genres) => genres.filter((each) => each !== genre));
  }

  #change(genre: string, what: string, changed: (genres: readonly string[]) => readonly string[]): void {
    const ids = z.array(z.object({ track_id: z.number() })).parse(this.#database.prepare('SELECT track_id FROM labels WHERE genre = ?').all(genre)).map(({ track_id }) => track_id);
    const own = genresByTrack(this.#labelsOf(ids));
    if (ids.length > 0) this.#step(what, ids.map((id) => ({ id, genres: [...new Set(changed(own.get(id) ?? []))] })), 'hand');
  }

  /** Takes the last step back. */
  undo(): void {
    const step = this.#lastStep();
    if (!step) return;
    const { ids, labels } = beforeSchema.parse(JSON.parse(step.before));
    this.#database.transaction(() => {
      this.#replace(ids, labels);
      this.#database.prepare('DELETE FROM label_steps WHERE id = ?').run(step.id);
    })();
  }

  #step(what: string, tracks: readonly TrackLabels[], origin: LabelOrigin): void {
    const ids = tracks.map(({ id }) => id);
    const before = this.#labelsOf(ids);
    const labelled_at = new Date().toISOString();
    const kept = new Map(before.map((label) => [`${label.track_id} ${label.genre}`, label]));
    const labels = tracks.flatMap(({ id, genres }) => genres.map((genre) => kept.get(`${id} ${genre}`) ?? { track_id: id, genre, origin, labelled_at }));
    this.#database.transaction(() => {
      this.#replace(ids, labels);
      this.#database.prepare('INSERT INTO label_steps (made_at, what, before) VALUES (?, ?, ?)').run(labelled_at, what, JSON.stringify({ ids, labels: before }));
      this.#database.prepare('DELETE FROM label_steps WHERE id <= (SELECT max(id) FROM label_steps) - ?').run(KEPT_STEPS);
    })();
  }

  #replace(ids: readonly TrackId[], labels: readonly LabelRow[]): void {
    this.#database.prepare('DELETE FROM labels WHERE track_id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids));
    const insert = this.#database.prepare('INSERT INTO labels (track_id, genre, origin, labelled_at) VALUES (?, ?, ?, ?)');
    for (const { track_id, genre, origin, labelled_at } of labels) insert.run(track_id, genre, origin, labelled_at);
  }

  #labelsOf(ids: readonly TrackId[]): LabelRow[] {
    return z.array(labelRow).parse(this.#database.prepare('SELECT track_id, genre, origin, labelled_at FROM labels WHERE track_id IN (SELECT value FROM json_each(?))').all(JSON.stringify(ids)));
  }

  #spellings(): Map<string, string> {
    return new Map(this.summary().genres.map(({ name }) => [genreKey(name), name]));
  }

  #lastStep(): z.infer<typeof stepRow> | null {
    const row: unknown = this.#database.prepare('SELECT id, what, before FROM label_steps ORDER BY id DESC LIMIT 1').get();
    return row ? stepRow.parse(row) : null;
  }
}

function genresByTrack(labels: readonly LabelRow[]): Map<TrackId, string[]> {
  const genres = new Map<TrackId, string[]>();
  for (const { track_id: id, genre } of labels) genres.set(id, [...(genres.get(id) ?? []), genre]);
  return genres;
}

function tracksText(count: number): string {
  return count === 1 ? '1 track' : `${count} tracks`;
}
