import type { OperationName } from '../../src-main/contract/channels.ts';
import type { LabelEdit, LabelSummary } from '../../src-main/contract/labels.ts';
import type { RetrainResult, RetrainState } from '../../src-main/contract/retrain.ts';
import { NO_RETRAIN } from '../../src-main/contract/retrain.ts';
import type { TrackId } from '../../src-main/contract/track.ts';
import type { Handlers } from '../../src-main/contract/channels.ts';
import type { FakeLibrary } from './fake-library.ts';

const RESULT: RetrainResult = {
  name: 'my-genres-1',
  genres: ['Dub', 'Techno', 'rock'],
  tracks: 42,
  leftOut: 0,
  seconds: 0.6,
  against: 'standard',
  comparison: { tracks: 40, oldCorrect: 22, newCorrect: 33, gain: 0.275, interval95: [0.1, 0.45], isBetter: true },
  confusion: [
    [12, 2, 0],
    [1, 15, 1],
    [1, 2, 6],
  ],
  automatic: { confidence: 0.81, accuracy: 0.95, tracks: 21 },
  warnings: [{ kind: 'too-few', genre: 'Ska', tracks: 2 }],
  heldOut: [
    { id: 4, label: 0, predicted: 1 },
    { id: 5, label: 0, predicted: 1 },
  ],
  doubtful: [{ id: 4, before: 'Dub', after: 'Techno', share: 0.6 }],
  library: {
    folder: '/home/mara/Music',
    tracks: 90,
    changed: 31,
    automatic: 48,
    mostChanged: [{ id: 7, before: 'reggae', after: 'Dub', share: 0.97 }],
  },
};

/** Labels of a made-up library, and a learning that is done at once. */
export class FakeLabels {
  readonly #library: FakeLibrary;
  readonly #tell: (summary: LabelSummary) => void;
  readonly #tellRetrain: (state: RetrainState) => void;
  #steps: { readonly what: string; readonly before: ReadonlyMap<TrackId, readonly string[]> }[] = [];

  constructor(library: FakeLibrary, tell: (summary: LabelSummary) => void, tellRetrain: (state: RetrainState) => void) {
    this.#library = library;
    this.#tell = tell;
    this.#tellRetrain = tellRetrain;
  }

  handlers(): Pick<Handlers, Extract<OperationName, `labels.${string}` | `retrain.${string}` | `models.${string}`>> {
    return {
      'labels.summary': () => this.#summary(),
      'labels.edit': ({ ids, edit }) => this.#edit([...ids], edit),
      'labels.rename': () => this.#summary(),
      'labels.remove': () => this.#summary(),
      'labels.undo': () => this.#undo(),
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
      'retrain.state': () => NO_RETRAIN,
      'retrain.start': () => (this.#tellRetrain({ ...NO_RETRAIN, phase: 'compared', result: RESULT }), null),
      'retrain.resume': () => null,
      'retrain.discard': () => (this.#tellRetrain(NO_RETRAIN), null),
      'models.export': ({ model }) => model,
      'models.import': () => 'imported',
      'retrain.cancel': () => null,
      'retrain.versions': () => [],
      'retrain.automatic': () => ({
        confidence: 0.8,
        accuracy: 0.96,
        tracks: 30,
        proofs: 50,
        fresh: 5,
        analysed: 100,
        covered: 71,
      }),
      'retrain.promote': () => null,
      'retrain.rollback': () => null,
    };
  }

  #edit(ids: readonly TrackId[], edit: LabelEdit): LabelSummary {
    const own = (id: TrackId) => this.#library.tracks[id]?.labels ?? [];
    this.#steps.push({ what: `Labelling of ${ids.length} tracks`, before: new Map(ids.map((id) => [id, own(id)])) });
    for (const id of ids)
      this.#library.update(id, {
        labels:
          edit.kind === 'set' ? edit.genres : [...new Set([...own(id), edit.kind === 'toggle' ? edit.genre : edit.to])],
      });
    return this.#told();
  }

  #undo(): LabelSummary {
    for (const [id, labels] of this.#steps.pop()?.before ?? []) this.#library.update(id, { labels });
    return this.#told();
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
