import type { ErrorData } from '../../../src-main/contract/app-error.ts';
import { displayGenre } from '../../../src-main/contract/genre-names.ts';
import { CHANGE_KINDS, type ChangeKind } from '../../../src-main/contract/values.ts';
import type {
  FileFailure,
  PlannedChange,
  PlannedField,
  TagBatch,
  TagOptions,
  TagPlan,
  TagProgress,
  TagResult,
} from '../../../src-main/contract/tags.ts';
import { isWriting } from '../../../src-main/contract/tags.ts';
import type { TrackRow, TrackSelection } from '../../../src-main/contract/track.ts';
import type { FakeLibrary } from './fake-library.ts';
import { FakePlanView } from './fake-plan-view.ts';
import { fail, type HandlersOf } from './handlers.ts';

const LOCKED: ErrorData = { code: 'file-locked', message: 'Resource busy' };
const CHANGED: ErrorData = { code: 'file-changed', message: 'Newer than the backup' };

/** What the fake tag writer needs from the fake bridge. */
export interface FakeTagHost {
  readonly folder: string;
  readonly stepMs: number;
  progress(progress: TagProgress): void;
  changed(): void;
}

/** Plans, "writes" and undoes tags in a made-up library. One file in forty is locked. */
export class FakeTags {
  readonly #batches: TagBatch[] = [];
  readonly #library: FakeLibrary;
  readonly #host: FakeTagHost;
  #changes: PlannedChange[] = [];
  readonly #view = new FakePlanView();
  #planNumber = 0;
  #cancelled = false;

  constructor(library: FakeLibrary, host: FakeTagHost) {
    this.#library = library;
    this.#host = host;
  }

  handlers(): HandlersOf<'tags'> {
    return {
      'tags.plan': ({ selection, options, isNew }) => this.#plan(selection, options, isNew),
      'tags.planView': ({ query }) => this.#view.look(this.#changes, query),
      'tags.planLines': ({ from, count }) => this.#view.lines(from, count),
      'tags.planTracks': () => this.#view.tracks,
      'tags.leaveOut': ({ target, isLeftOut }) => this.#view.leaveOut(target, isLeftOut),
      'tags.planPlayers': () => ({
        lists: 1,
        examples: [{ genres: ['Rock/Metal'], files: 3, players: ['Navidrome', 'Plex'] }],
        players: ['Navidrome', 'Plex'],
      }),
      'tags.hardLinks': () => ({ count: 3, examples: ['Track 3.flac', 'Track 7.mp3', 'Track 9.mp3'] }),
      'tags.apply': () => this.#apply(),
      'tags.cancel': () => {
        this.#cancelled = true;
        return null;
      },
      'tags.batches': () => [...this.#batches],
      'tags.batchTracks': () => Int32Array.of(1),
      'tags.batchFiles': ({ search }) => {
        const found = this.#changes.flatMap(({ fileName }, file) => (fileName.includes(search) ? [file] : []));
        return { files: Int32Array.from(found), restorable: Int32Array.from(found) };
      },
      'tags.batchRows': ({ files }) =>
        [...files].flatMap((file) => {
          const change = this.#changes[file];
          return change
            ? [
                {
                  ...change,
                  fields: change.fields.map(({ field }) => field),
                  file,
                  state: 'written' as const,
                  track: change.id,
                },
              ]
            : [];
        }),
      'tags.undo': async ({ batchId }) => (await this.#undo(batchId)) ?? fail('batch-not-found'),
    };
  }

  #plan(selection: TrackSelection, options: TagOptions, isNew: boolean): TagPlan {
    if (isNew) this.#view.takeAll();
    const ids = selection.kind === 'all' ? this.#library.tracks.map((track) => track.id) : [...selection.ids];
    const changes = ids.flatMap((id) => this.#library.tracks[id] ?? []).map((track) => changeOf(track, options));
    this.#changes = changes.sort((a, b) => CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind));
    const counts = Object.fromEntries(
      CHANGE_KINDS.map((kind) => [kind, changes.filter((change) => change.kind === kind).length]),
    );
    const writing = changes.filter((change) => isWriting(change.kind));
    return {
      planId: `plan-${++this.#planNumber}`,
      counts: counts as Record<ChangeKind, number>,
      writes: writing.length,
      leftOut: writing.filter(({ id }) => this.#view.leftOut.has(id)).length,
      total: changes.length,
      differing: changes.filter(({ ownGenre }) => ownGenre !== null).length,
    };
  }

  async #apply(): Promise<TagResult> {
    const left = this.#view.leftOut;
    const changes = this.#changes.filter((change) => isWriting(change.kind) && !left.has(change.id));
    const { done, failures, cancelled } = await this.#run('apply', changes, (change, index) => {
      if (index % 40 === 39) return LOCKED;
      this.#library.update(change.id, { currentGenres: change.after });
      return null;
    });
    const batchId = `batch-${this.#batches.length + 1}`;
    const written = done - failures.length;
    if (written > 0)
      this.#batches.unshift({
        batchId,
        createdAt: '2026-03-02T20:15:00.000Z',
        files: written,
        undone: 0,
        refused: 0,
        byModel: [],
        genres: [{ name: 'Rock', files: written }],
        folder: this.#host.folder,
      });
    return {
      batchId: written > 0 ? batchId : null,
      written,
      cancelled,
      failures,
      notes: written > 0 ? [{ fileName: 'Track 1.mp3', note: 'text-not-copied' }] : [],
    };
  }

  async #undo(batchId: string): Promise<TagResult | null> {
    const at = this.#batches.findIndex((batch) => batch.batchId === batchId);
    const batch = this.#batches[at];
    if (!batch) return null;
    const changes = this.#changes.slice(0, batch.files);
    const { done, failures, cancelled } = await this.#run('undo', changes, (change, index) => {
      if (index === 2) return CHANGED;
      this.#library.update(change.id, { currentGenres: change.before });
      return null;
    });
    const written = done - failures.length;
    this.#batches[at] = { ...batch, undone: batch.undone + written };
    return { batchId, written, cancelled, failures, notes: [] };
  }

  async #run(
    kind: TagProgress['kind'],
    changes: readonly PlannedChange[],
    step: (change: PlannedChange, index: number) => ErrorData | null,
  ) {
    this.#cancelled = false;
    const failures: FileFailure[] = [];
    const size = Math.max(1, Math.ceil(changes.length / 25));
    let done = 0;
    for (const [index, change] of changes.entries()) {
      if (this.#cancelled) break;
      const error = step(change, index);
      if (error) failures.push({ fileName: change.fileName, folder: change.folder, error });
      done++;
      if (done % size !== 0) continue;
      this.#host.progress({
        kind,
        done,
        total: changes.length,
        failed: failures.length,
        etaSeconds: ((changes.length - done) / size) * (this.#host.stepMs / 1000),
      });
      await new Promise((resolve) => setTimeout(resolve, this.#host.stepMs));
    }
    this.#host.changed();
    return { done, failures, cancelled: done < changes.length };
  }
}

function changeOf(track: TrackRow, options: TagOptions): PlannedChange {
  const { id, fileName, folder, title, artist, album, currentGenres: before } = track;
  const { kind, after } = outcomeOf(track, options);
  const ownGenre = options.by === 'album' && id % 9 === 0 ? 'Jazz' : null;
  const names = { fileName, folder, title, artist, album };
  return {
    id,
    ...names,
    before,
    after,
    ownGenre,
    confidence: track.confidence ?? 0,
    isLabel: false,
    kind,
    fields: fieldsOf(kind, after),
  };
}

/** As if grouping were written. */
function fieldsOf(kind: ChangeKind, [genre = '']: readonly string[]): PlannedField[] {
  return isWriting(kind) ? [{ field: 'grouping', before: '', after: genre }] : [];
}

function outcomeOf(track: TrackRow, options: TagOptions): { kind: ChangeKind; after: readonly string[] } {
  const before = track.currentGenres;
  if (track.predictedGenre === null || track.confidence === null) return { kind: 'not-analysed', after: before };
  if (track.confidence < options.minConfidence) return { kind: 'below-confidence', after: before };
  const names = namesOf(track.predictedGenre, track.styles, options);
  const missing = names.filter((name) => !before.includes(name));
  if (before.length === 0) return { kind: 'add', after: names };
  if (options.mode === 'fill') return { kind: 'kept', after: before };
  if (missing.length === 0) return { kind: 'same', after: before };
  return options.mode === 'append'
    ? { kind: 'append', after: [...before, ...missing] }
    : { kind: 'replace', after: names };
}

function namesOf(genre: string, styles: readonly string[], { genreDepth, maxGenres }: TagOptions): string[] {
  if (genreDepth === 'family') return [displayGenre(genre)];
  const names = genreDepth === 'most-specific' && styles.length > 0 ? styles : [genre, ...styles];
  return names.slice(0, maxGenres).map(displayGenre);
}
