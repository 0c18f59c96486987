import { z } from 'zod';
import { displayGenre, genreKey } from '../contract/genre-names.ts';
import { LONGEST_GENRE } from '../contract/labels.ts';
import type { GenreChange, GenreNaming, LabelEdit, LabelSummary, NamingProposal } from '../contract/labels.ts';
import type { LabelOrigin } from '../contract/values.ts';
import type { TrackId } from '../contract/track.ts';
import type { LibraryDatabase } from './database.ts';
import { genreSnapshotSchema, GenreStore } from './genre-store.ts';
import type { LabelRow } from './label-rows.ts';
import { genresByTrack, labelRow, older } from './label-rows.ts';

/** What the labels of some tracks, and the genres where they are concerned, were before a step. */
const beforeSchema = z.object({
  ids: z.array(z.number()),
  labels: z.array(labelRow),
  genres: genreSnapshotSchema.optional(),
});
const stepRow = z.object({ id: z.number(), what: z.string() });
const beforeRow = z.object({ before: z.string() });
const countRow = z.object({ genre: z.string(), tracks: z.number() });
const idRow = z.object({ track_id: z.number() });

/** New labels of one track. */
export interface TrackLabels {
  readonly id: TrackId;
  readonly genres: readonly string[];
}

/** What is to become of labels. */
interface Step {
  readonly what: string;
  readonly tracks?: readonly TrackLabels[];
  readonly origin?: LabelOrigin;
  /** Labels under another name: time, origin and confirmation stay theirs. */
  readonly renamed?: (label: LabelRow) => string;
  readonly isConfirming?: boolean;
  /** What changes of the genres themselves. */
  readonly describe?: (genres: GenreStore) => void;
}

/** Steps that can be undone. */
const KEPT_STEPS = 1_000;

/** The user's labels: apart from what models say, with time and origin; every step can be undone. */
export class LabelStore {
  readonly #database: LibraryDatabase;
  readonly #genres: GenreStore;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#genres = new GenreStore(database);
  }

  summary(): LabelSummary {
    const counts = z
      .array(countRow)
      .parse(
        this.#database
          .prepare('SELECT genre, count(*) AS tracks FROM labels GROUP BY genre ORDER BY tracks DESC, genre')
          .all(),
      );
    const { tracks } = z
      .object({ tracks: z.number() })
      .parse(this.#database.prepare('SELECT count(DISTINCT track_id) AS tracks FROM labels').get());
    const { facts, spellings } = this.#genres.snapshot();
    const labelled = new Set(counts.map(({ genre }) => genre));
    const all = [
      ...counts,
      ...facts.filter(({ name }) => !labelled.has(name)).map(({ name }) => ({ genre: name, tracks: 0 })),
    ];
    const genres = all.map(({ genre, tracks: own }) => {
      const known = facts.find(({ name }) => name === genre);
      return {
        name: genre,
        tracks: own,
        colour: known?.colour ?? null,
        parent: known?.parent ?? null,
        aliases: spellings.filter((each) => each.genre === genre).map(({ spelling }) => spelling),
      };
    });
    return {
      genres,
      tracks,
      ignored: spellings.filter(({ genre }) => genre === null).map(({ spelling }) => spelling),
      lastStep: this.#lastStep()?.what ?? null,
    };
  }

  /** Changes the labels of tracks by hand. A name that means a known genre is that one. */
  edit(ids: readonly TrackId[], edit: LabelEdit): void {
    const spelled = this.#speller();
    if (edit.kind === 'set')
      return this.#step({
        what: `Labelling of ${tracksText(ids.length)}`,
        tracks: ids.map((id) => ({ id, genres: [...new Set(edit.genres.map(spelled))] })),
      });
    const own = genresByTrack(this.#labelsOf(ids));
    if (edit.kind === 'replace') {
      const [from, to] = [edit.from, spelled(edit.to)];
      const isMeant = (name: string) =>
        genreKey(name) === genreKey(from) ||
        this.#genres.ancestorsOf(name).some((above) => genreKey(above) === genreKey(from));
      const replaced = (names: readonly string[]) =>
        names.some(isMeant) ? names.map((name) => (isMeant(name) ? to : name)) : [...names, to];
      return this.#step({
        what: `Changing “${from}” to “${to}” for ${tracksText(ids.length)}`,
        tracks: ids.map((id) => ({ id, genres: [...new Set(replaced(own.get(id) ?? []))] })),
      });
    }
    const genre = spelled(edit.genre);
    const isTaken = ids.every((id) => own.get(id)?.includes(genre));
    const changed = ids.map((id) => ({
      id,
      genres: isTaken
        ? (own.get(id) ?? []).filter((each) => each !== genre)
        : [...new Set([...(own.get(id) ?? []), genre])],
    }));
    this.#step({
      what: `${isTaken ? 'Taking' : 'Giving'} “${genre}” ${isTaken ? 'from' : 'to'} ${tracksText(ids.length)}`,
      tracks: changed,
    });
  }

  /** Labels that a model doubts, and that are right: they are not doubted again. */
  confirm(ids: readonly TrackId[]): void {
    const own = genresByTrack(this.#labelsOf(ids));
    const tracks = ids.map((id) => ({ id, genres: own.get(id) ?? [] }));
    this.#step({ what: `Keeping the label of ${tracksText(ids.length)}`, tracks, isConfirming: true });
  }

  /** Takes labels from elsewhere; tracks that the user labelled by hand keep theirs. @returns how many tracks were labelled */
  take(tracks: readonly TrackLabels[], origin: Exclude<LabelOrigin, 'hand'>): number {
    const spelled = this.#speller();
    return this.#take(
      tracks.map(({ id, genres }) => ({ id, genres: genres.filter(isUsable).map(spelled) })),
      origin,
    );
  }

  /** What names on tracks would mean, for the user to look at. */
  propose(tracks: readonly TrackLabels[]): NamingProposal {
    const known = this.#meanings();
    const byHand = this.#labelledByHand(tracks);
    const open = tracks.filter(({ id }) => !byHand.has(id));
    const found = new Map<string, { spelling: string; tracks: number }>();
    for (const { genres } of open) {
      for (const [key, spelling] of new Map(genres.filter(isUsable).map((name) => [genreKey(name), name.trim()]))) {
        const entry = found.get(key) ?? { spelling, tracks: 0 };
        found.set(key, { ...entry, tracks: entry.tracks + 1 });
      }
    }
    const names = [...found].map(([key, entry]) => ({
      ...entry,
      genre: known.has(key) ? (known.get(key) ?? null) : writtenName(key, entry.spelling),
      isKnown: known.has(key),
    }));
    return {
      names: names.sort((a, b) => b.tracks - a.tracks),
      byHand: byHand.size,
      silent: open.filter(({ genres }) => !genres.some(isUsable)).length,
    };
  }

  /** Takes names as the user decided they are meant, and remembers that. @returns how many tracks were labelled */
  takeNamed(
    tracks: readonly TrackLabels[],
    namings: readonly GenreNaming[],
    origin: Exclude<LabelOrigin, 'hand'>,
  ): number {
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

  /** Gives every track of a genre another one; where that exists, both become one, and the old name means the new genre. */
  rename(from: string, to: string): void {
    const target = this.#speller()(to);
    // Another spelling of the same name is no merging.
    const name = genreKey(target) === genreKey(from) ? plainName(to) : target;
    const isMerged = name === target && target !== from && this.summary().genres.some((genre) => genre.name === target);
    if (name === from) return;
    this.#step({
      what: `${isMerged ? 'Merging' : 'Renaming'} “${from}” ${isMerged ? 'into' : 'to'} “${name}”`,
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
    const own = genresByTrack(this.#labelsOf(ids));
    this.#step({
      what: `Deleting “${genre}”`,
      tracks: ids.map((id) => ({ id, genres: (own.get(id) ?? []).filter((each) => each !== genre) })),
      describe: (genres) => genres.remove(genre),
    });
  }

  /** Gives parts of a genre's tracks other names; tracks in no part keep it. The new genres are kinds of what it was a kind of. */
  split(genre: string, parts: readonly { readonly name: string; readonly ids: readonly TrackId[] }[]): void {
    const spelled = this.#speller();
    const known = this.summary().genres;
    const names = new Map(parts.flatMap(({ name, ids }) => ids.map((id) => [id, spelled(name)] as const)));
    const parent = known.find(({ name }) => name === genre)?.parent ?? null;
    const fresh = [...new Set(names.values())].filter((name) => !known.some((each) => each.name === name));
    this.#step({
      what: `Splitting “${genre}” into ${parts.map(({ name }) => `“${name.trim()}”`).join(' and ')}`,
      ...this.#renaming([...names.keys()], (label) =>
        label.genre === genre ? (names.get(label.track_id) ?? genre) : label.genre,
      ),
      describe: (genres) => fresh.forEach((name) => parent !== null && genres.setParent(name, parent)),
    });
  }

  /** Changes what is known of a genre. @throws RangeError where a parent would stand below its kind */
  describe(change: GenreChange): void {
    const texts = { colour: 'Colouring', parent: 'Placing', alias: 'Another name of' } as const;
    this.#step({
      what:
        change.kind === 'forget-alias'
          ? `Forgetting the name “${change.alias}”`
          : `${texts[change.kind]} “${change.genre ?? 'no genre'}”`,
      describe: (genres) => {
        if (change.kind === 'colour') genres.setColour(change.genre, change.colour);
        else if (change.kind === 'parent') genres.setParent(change.genre, change.parent);
        else if (change.kind === 'alias') genres.spell(change.alias, change.genre);
        else genres.forgetSpelling(change.alias);
      },
    });
  }

  /** Takes the last step back. */
  undo(): void {
    const step = this.#lastStep();
    if (!step) return;
    const { before } = beforeRow.parse(
      this.#database.prepare('SELECT before FROM label_steps WHERE id = ?').get(step.id),
    );
    const { ids, labels, genres } = beforeSchema.parse(JSON.parse(before));
    this.#database.transaction(() => {
      this.#replace(ids, labels);
      if (genres) this.#genres.restore(genres);
      this.#database.prepare('DELETE FROM label_steps WHERE id = ?').run(step.id);
    })();
  }

  #take(tracks: readonly TrackLabels[], origin: LabelOrigin, describe?: Step['describe']): number {
    const byHand = this.#labelledByHand(tracks);
    const fresh = tracks
      .map(({ id, genres }) => ({ id, genres: [...new Set(genres)] }))
      .filter(({ id, genres }) => !byHand.has(id) && genres.length > 0);
    const source = { tags: 'tags', folders: 'folders', import: 'a table', hand: 'hand' }[origin];
    if (fresh.length > 0 || describe)
      this.#step({
        what: `Labels of ${tracksText(fresh.length)} from ${source}`,
        tracks: fresh,
        origin,
        ...(describe && { describe }),
      });
    return fresh.length;
  }

  #tracksWith(genre: string): TrackId[] {
    return z
      .array(idRow)
      .parse(this.#database.prepare('SELECT track_id FROM labels WHERE genre = ?').all(genre))
      .map(({ track_id }) => track_id);
  }

  #renaming(ids: readonly TrackId[], renamed: (label: LabelRow) => string): Pick<Step, 'tracks' | 'renamed'> {
    const names = this.#labelsOf(ids).map((label) => ({ ...label, genre: renamed(label) }));
    return { tracks: [...genresByTrack(names)].map(([id, genres]) => ({ id, genres: [...new Set(genres)] })), renamed };
  }

  #step({
    what,
    tracks = [],
    origin = 'hand',
    renamed = ({ genre }) => genre,
    isConfirming = false,
    describe,
  }: Step): void {
    const ids = tracks.map(({ id }) => id);
    const before = { ids, labels: this.#labelsOf(ids), ...(describe && { genres: this.#genres.snapshot() }) };
    const labelled_at = new Date().toISOString();
    const kept = new Map<string, LabelRow>();
    for (const label of before.labels) {
      const genre = renamed(label);
      const key = `${label.track_id} ${genre}`;
      kept.set(key, { ...older(label, kept.get(key)), genre });
    }
    const labels = tracks.flatMap(({ id, genres }) =>
      genres.map((genre) => ({
        ...(kept.get(`${id} ${genre}`) ?? { track_id: id, genre, origin, labelled_at, is_confirmed: 0 }),
        ...(isConfirming && { is_confirmed: 1 }),
      })),
    );
    this.#database.transaction(() => {
      this.#replace(ids, labels);
      // Who labels a file that was changed means what is in it now.
      this.#database
        .prepare(
          "DELETE FROM label_sounds WHERE track_id IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM tracks WHERE id = track_id AND status <> 'missing' AND tracks.sound_hash IS NOT label_sounds.sound_hash)",
        )
        .run(JSON.stringify(ids));
      this.#database
        .prepare(
          'UPDATE tracks SET first_labelled_at = ? WHERE first_labelled_at IS NULL AND id IN (SELECT track_id FROM labels)',
        )
        .run(labelled_at);
      describe?.(this.#genres);
      this.#database
        .prepare('INSERT INTO label_steps (made_at, what, before) VALUES (?, ?, ?)')
        .run(labelled_at, what, JSON.stringify(before));
      this.#database
        .prepare('DELETE FROM label_steps WHERE id <= (SELECT max(id) FROM label_steps) - ?')
        .run(KEPT_STEPS);
    })();
  }

  #replace(ids: readonly TrackId[], labels: readonly LabelRow[]): void {
    this.#database
      .prepare('DELETE FROM labels WHERE track_id IN (SELECT value FROM json_each(?))')
      .run(JSON.stringify(ids));
    // One statement for all of them: ten thousand tracks can be labelled at once. A track may have turned out to be another one.
    this.#database
      .prepare(
        `INSERT INTO labels (track_id, genre, origin, labelled_at, is_confirmed)
      SELECT value ->> 'track_id', value ->> 'genre', value ->> 'origin', value ->> 'labelled_at', value ->> 'is_confirmed' FROM json_each(?) WHERE value ->> 'track_id' IN (SELECT id FROM tracks)`,
      )
      .run(JSON.stringify(labels));
  }

  #labelsOf(ids: readonly TrackId[]): LabelRow[] {
    return z
      .array(labelRow)
      .parse(
        this.#database
          .prepare(
            'SELECT track_id, genre, origin, labelled_at, is_confirmed FROM labels WHERE track_id IN (SELECT value FROM json_each(?)) ORDER BY rowid',
          )
          .all(JSON.stringify(ids)),
      );
  }

  #labelledByHand(tracks: readonly TrackLabels[]): Set<TrackId> {
    return new Set(
      this.#labelsOf(tracks.map(({ id }) => id))
        .filter(({ origin }) => origin === 'hand')
        .map(({ track_id }) => track_id),
    );
  }

  /** Key of every name that is known → the genre that it means; null: none. */
  #meanings(): Map<string, string | null> {
    const { genres, ignored } = this.summary();
    return new Map<string, string | null>([
      ...ignored.map((name) => [genreKey(name), null] as const),
      ...genres.flatMap(({ name, aliases }) => aliases.map((alias) => [genreKey(alias), name] as const)),
      ...genres.map(({ name }) => [genreKey(name), name] as const),
    ]);
  }

  /** Names as the user's genres: the first spelling of a name stays. */
  #speller(): (name: string) => string {
    const known = this.#meanings();
    return (name) => {
      const spelling = known.get(genreKey(name)) ?? plainName(name);
      known.set(genreKey(name), spelling);
      return spelling;
    };
  }

  #lastStep(): z.infer<typeof stepRow> | null {
    const row: unknown = this.#database.prepare('SELECT id, what FROM label_steps ORDER BY id DESC LIMIT 1').get();
    return row ? stepRow.parse(row) : null;
  }
}

/** A well-known genre as people write it, another name as it stands there. */
function writtenName(key: string, spelling: string): string {
  const written = displayGenre(key);
  return written === key ? spelling : written;
}

/** These signs stand between names, in tables and in tags: a name with them would become two. */
function plainName(name: string): string {
  return name.trim().replace(/\s*[;|]\s*/g, ', ');
}

function isUsable(name: string): boolean {
  return name.trim() !== '' && name.trim().length <= LONGEST_GENRE;
}

function tracksText(count: number): string {
  return count === 1 ? '1 track' : `${count} tracks`;
}
