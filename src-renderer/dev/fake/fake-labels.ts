import type { LabelEdit, LabelSummary } from '../../../src-main/contract/labels.ts';
import type { TrackId } from '../../../src-main/contract/track.ts';
import type { FakeLibrary } from './fake-library.ts';
import type { HandlersOf } from './handlers.ts';

/** Labels of a made-up library. */
export class FakeLabels {
  readonly #library: FakeLibrary;
  readonly #tell: (summary: LabelSummary) => void;
  #steps: { readonly what: string; readonly before: ReadonlyMap<TrackId, readonly string[]> }[] = [];

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
