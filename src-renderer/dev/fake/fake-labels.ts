import type { LabelEdit, LabelSummary } from '../../../src-main/contract/labels.ts';
import type { MovedStep } from '../../../src-main/contract/steps.ts';
import type { TrackId } from '../../../src-main/contract/track.ts';
import { texts } from '../../../src-main/texts/index.ts';
import type { FakeLibrary } from './fake-library.ts';
import { fail, type HandlersOf } from './handlers.ts';

/** What tracks were labelled with before or after a step. */
interface FakeStep {
  readonly what: string;
  readonly labels: ReadonlyMap<TrackId, readonly string[]>;
}

/** Labels of a made-up library. */
export class FakeLabels {
  readonly #library: FakeLibrary;
  readonly #tell: (summary: LabelSummary) => void;
  #steps: FakeStep[] = [];
  #undone: FakeStep[] = [];

  constructor(library: FakeLibrary, tell: (summary: LabelSummary) => void) {
    this.#library = library;
    this.#tell = tell;
  }

  handlers(): HandlersOf<'labels'> {
    return {
      'labels.summary': () => this.#summary(),
      'labels.edit': ({ ids, edit }) => this.#edit([...ids], edit),
      'labels.rename': () => this.#summary(),
      'labels.remove': () => this.#summary(),
      'labels.undo': () => {
        this.#move(this.#steps, this.#undone);
        return this.#summary();
      },
      'labels.describe': () => this.#summary(),
      'labels.confirm': () => this.#summary(),
      'labels.clusters': () => [],
      'labels.split': () => this.#summary(),
      'labels.propose': () => ({
        names: [
          { spelling: 'Hip Hop', tracks: 3, genre: 'Hip-Hop', isKnown: false },
          { spelling: 'Misc', tracks: 1, genre: null, isKnown: true },
        ],
        byHand: 1,
        silent: 2,
      }),
      'labels.takeNamed': ({ selection }) => (selection.kind === 'ids' ? selection.ids.length : 0),
      'labels.import': () => ({ labelled: 3, leftOut: 0 }),
      'labels.export': () => 'my labels.csv',
      'labels.next': ({ count }) =>
        this.#library.tracks
          .slice(0, count)
          .map(({ id }) => ({ id, uncertainty: 0.8, novelty: 0.4, genres: ['pop', 'rock'] as const })),
    };
  }

  /** Undo and redo, of labels alone. */
  stepHandlers(): HandlersOf<'steps'> {
    const next = (steps: readonly FakeStep[]) => {
      const what = steps.at(-1)?.what;
      return what === undefined ? null : { kind: 'labels' as const, what };
    };
    return {
      'steps.next': () => ({ undo: next(this.#steps), redo: next(this.#undone) }),
      'steps.undo': () => this.#move(this.#steps, this.#undone) ?? fail('request-invalid'),
      'steps.redo': () => this.#move(this.#undone, this.#steps) ?? fail('request-invalid'),
    };
  }

  #edit(ids: readonly TrackId[], edit: LabelEdit): LabelSummary {
    const own = (id: TrackId) => this.#library.tracks[id]?.labels ?? [];
    const genres = edit.kind === 'set' ? edit.genres : [edit.kind === 'toggle' ? edit.genre : edit.to];
    this.#steps.push({ what: texts.steps.set({ genres, tracks: ids.length }), labels: this.#labelsOf(ids) });
    this.#undone = [];
    for (const id of ids)
      this.#library.update(id, {
        labels:
          edit.kind === 'set' ? edit.genres : [...new Set([...own(id), edit.kind === 'toggle' ? edit.genre : edit.to])],
      });
    return this.#told();
  }

  #move(from: FakeStep[], to: FakeStep[]): MovedStep | null {
    const step = from.pop();
    if (!step) return null;
    const ids = [...step.labels.keys()];
    to.push({ what: step.what, labels: this.#labelsOf(ids) });
    for (const [id, labels] of step.labels) this.#library.update(id, { labels });
    this.#told();
    return { what: step.what, ids: Int32Array.from(ids) };
  }

  #labelsOf(ids: readonly TrackId[]): FakeStep['labels'] {
    return new Map(ids.map((id) => [id, this.#library.tracks[id]?.labels ?? []]));
  }

  #told(): LabelSummary {
    this.#tell(this.#summary());
    return this.#summary();
  }

  #summary(): LabelSummary {
    const counts = new Map<string, number>();
    const labelled = this.#library.tracks.filter(({ labels }) => labels.length > 0);
    for (const name of labelled.flatMap(({ labels }) => labels)) counts.set(name, (counts.get(name) ?? 0) + 1);
    return {
      genres: [...counts].map(([name, tracks]) => ({ name, tracks, colour: null, parent: null, aliases: [] })),
      tracks: labelled.length,
      ignored: [],
      lastStep: this.#steps.at(-1)?.what ?? null,
    };
  }
}
