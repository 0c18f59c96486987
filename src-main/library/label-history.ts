import { z } from 'zod';
import type { TrackId } from '../contract/track.ts';
import type { LabelOrigin } from '../contract/values.ts';
import type { LibraryDatabase } from './database.ts';
import type { GenreStore } from './genre-store.ts';
import { genreSnapshotSchema } from './genre-store.ts';
import type { LabelRow, TrackLabels } from './label-rows.ts';
import { labelRow, labelsOf, older, replaceLabels } from './label-rows.ts';
import { jsonText } from './json-text.ts';
import type { MadeStep } from './library-steps.ts';
import { LibrarySteps } from './library-steps.ts';
import { UndoneSteps } from './undone-steps.ts';

/** What the labels of some tracks, and the genres where they are concerned, are before or after a step. */
const stateSchema = z.object({
  ids: z.array(z.number()),
  labels: z.array(labelRow),
  genres: genreSnapshotSchema.optional(),
});
type LabelState = z.infer<typeof stateSchema>;

/** A step that was undone or made again. */
export interface MovedStep {
  readonly what: string;
  /** The tracks whose labels it concerns; none where it concerns genres alone. */
  readonly ids: readonly TrackId[];
}

/** What is to become of labels. */
export interface LabelStep {
  /** What the user is told that undoing would take back. */
  readonly what: string;
  readonly tracks?: readonly TrackLabels[];
  readonly origin?: LabelOrigin;
  /** Labels under another name: time, origin and confirmation stay theirs. */
  readonly renamed?: (label: LabelRow) => string;
  readonly isConfirming?: boolean;
  /** What changes of the genres themselves. */
  readonly describe?: (genres: GenreStore) => void;
}

const SQL = {
  // Who labels a file that was changed means what is in it now.
  forgetChangedRecordings: `
    DELETE FROM label_sounds
    WHERE track_id IN (SELECT value FROM json_each(?))
      AND EXISTS (
        SELECT 1 FROM tracks
        WHERE id = track_id AND status <> 'missing' AND tracks.sound_hash IS NOT label_sounds.sound_hash
      )`,
  markFirstLabelled: `
    UPDATE tracks SET first_labelled_at = ?
    WHERE first_labelled_at IS NULL
      AND id IN (SELECT track_id FROM labels WHERE track_id IN (SELECT value FROM json_each(?)))`,
} as const;

/** Makes steps of labelling; each keeps what it changes, so that it can be undone, and made again. */
export class LabelHistory {
  readonly #database: LibraryDatabase;
  readonly #genres: GenreStore;
  readonly #steps: LibrarySteps;
  readonly #undone: UndoneSteps;

  constructor(database: LibraryDatabase, genres: GenreStore) {
    this.#database = database;
    this.#genres = genres;
    this.#steps = new LibrarySteps(database);
    this.#undone = new UndoneSteps(database);
  }

  /** The last step of labels, whatever was done since; null where there is none. */
  lastStep(): MadeStep | null {
    return this.#steps.last('labels');
  }

  /** Makes a step as one transaction: the labels, what is known of the genres, and what was there before. */
  make(step: LabelStep): void {
    const { what, tracks = [], describe } = step;
    const ids = tracks.map(({ id }) => id);
    const before = this.#stateOf(ids, describe !== undefined);
    const labelledAt = new Date().toISOString();
    this.#database.transaction(() => {
      replaceLabels(this.#database, ids, labelsAfter(step, before.labels, labelledAt));
      this.#database.prepare(SQL.forgetChangedRecordings).run(JSON.stringify(ids));
      this.#database.prepare(SQL.markFirstLabelled).run(labelledAt, JSON.stringify(ids));
      describe?.(this.#genres);
      this.#insert(what, before);
      this.#undone.clear();
    })();
  }

  /** Takes the last step back; null where there is none. */
  undo(): MovedStep | null {
    const step = this.lastStep();
    if (!step) return null;
    return this.#move(step.what, this.#steps.stateOf(step.id), (after) => {
      this.#undone.keep('labels', step.what, jsonText(after));
      this.#steps.delete(step.id);
    });
  }

  /** Makes the step again that was undone last; null where none was, or it is none of labels. */
  redo(): MovedStep | null {
    const step = this.#undone.newest();
    if (step?.kind !== 'labels') return null;
    return this.#move(step.what, step.after, (before) => {
      this.#insert(step.what, before);
      this.#undone.remake(step.id);
    });
  }

  /** Brings labels and genres to a state. @param keep is given what they were until then */
  #move(what: string, json: string, keep: (left: LabelState) => void): MovedStep {
    const { ids, labels, genres } = stateSchema.parse(JSON.parse(json));
    this.#database.transaction(() => {
      keep(this.#stateOf(ids, genres !== undefined));
      replaceLabels(this.#database, ids, labels);
      if (genres) this.#genres.restore(genres);
    })();
    return { what, ids };
  }

  #stateOf(ids: readonly TrackId[], withGenres: boolean): LabelState {
    const labels = labelsOf(this.#database, ids);
    return { ids: [...ids], labels, ...(withGenres && { genres: this.#genres.snapshot() }) };
  }

  #insert(what: string, before: LabelState): void {
    this.#steps.add('labels', what, jsonText(before));
  }
}

/** The labels of a step's tracks after it: those that stay keep their age, origin and confirmation. */
function labelsAfter(
  { tracks = [], origin = 'hand', renamed = ({ genre }) => genre, isConfirming = false }: LabelStep,
  before: readonly LabelRow[],
  labelledAt: string,
): LabelRow[] {
  const kept = new Map<string, LabelRow>();
  for (const label of before) {
    const genre = renamed(label);
    const key = `${label.track_id} ${genre}`;
    kept.set(key, { ...older(label, kept.get(key)), genre });
  }
  return tracks.flatMap(({ id, genres }) =>
    genres.map((genre) => ({
      ...(kept.get(`${id} ${genre}`) ?? { track_id: id, genre, origin, labelled_at: labelledAt, is_confirmed: 0 }),
      ...(isConfirming && { is_confirmed: 1 }),
    })),
  );
}
