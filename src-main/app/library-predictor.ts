import { analysesPredictableBy } from '../contract/feature-keys.ts';
import { genreKey } from '../contract/genre-names.ts';
import type { PredictionChange, RetrainedModel, RetrainResult } from '../contract/retrain.ts';
import type { FeaturesRow, RetrainStore } from '../library/retrain-store.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { FeaturesPrediction, RetrainQuestions } from './retrain-questions.ts';

/** What predicting works with. */
export interface LibraryPredictorDependencies {
  readonly store: RetrainStore;
  readonly tracks: TrackStore;
  readonly folder: () => string | null;
  readonly questions: RetrainQuestions;
}

const MOST_CHANGED = 50;

/** Predicts the genres of the open folder with another model, from stored features and without decoding. */
export class LibraryPredictor {
  readonly #dependencies: LibraryPredictorDependencies;

  constructor(dependencies: LibraryPredictorDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Replaces the predictions by those of a model. Tracks without features for the model keep their predictions.
   * @throws AppError as the process reports
   */
  async repredict(model: string): Promise<void> {
    for await (const { rows, prediction } of this.#predictions(model)) {
      this.#dependencies.store.repredict(
        rows,
        prediction.probabilities.map((probabilities, index) => ({
          id: rows[index]?.id ?? 0,
          probabilities,
          styleScores: prediction.styleScores[index] ?? new Float32Array(0),
          members: prediction.members[index] ?? [],
          disagreement: prediction.disagreements[index] ?? null,
        })),
        { name: model, ...prediction },
      );
    }
  }

  /** What a new model would change in the open folder. */
  async withLibrary({ doubtful, heldOut, ...retrained }: RetrainedModel): Promise<RetrainResult> {
    const { store, tracks, folder } = this.#dependencies;
    const counts = { tracks: 0, changed: 0, unlabelled: 0, automatic: 0 };
    const changes: (PredictionChange & { readonly isLabelled: boolean })[] = [];
    for await (const { rows, prediction } of this.#predictions(retrained.name)) {
      rows.forEach(({ id, predicted, isLabelled }, index) => {
        const probabilities = prediction.probabilities[index] ?? [];
        const share = Math.max(...probabilities);
        const after = prediction.genres[probabilities.indexOf(share)] ?? '';
        counts.tracks += 1;
        counts.unlabelled += Number(!isLabelled);
        counts.automatic += Number(!isLabelled && share >= retrained.automatic.confidence);
        if (genreKey(after) === genreKey(predicted)) return;
        counts.changed += 1;
        changes.push({ id, before: predicted, after, share, isLabelled });
      });
      changes.sort((a, b) => Number(a.isLabelled) - Number(b.isLabelled) || b.share - a.share).splice(MOST_CHANGED);
    }
    const known = <Said extends { readonly path: string }>(said: readonly Said[]) =>
      said.flatMap(({ path, ...rest }) => {
        const id = tracks.idOf(path);
        return id === null ? [] : [{ id, ...rest }];
      });
    const names = await store.names();
    const confirmed = new Set(names.filter(({ isConfirmed }) => isConfirmed).map(({ path }) => path));
    return {
      ...retrained,
      doubtful: known(doubtful.filter(({ path }) => !confirmed.has(path))),
      heldOut: known(heldOut),
      library: {
        ...counts,
        folder: folder() ?? '',
        mostChanged: changes.map(({ isLabelled: _isLabelled, ...change }) => change),
      },
    };
  }

  /** A model's predictions on tracks of the open folder that it can predict and did not predict yet. */
  async *#predictions(model: string): AsyncGenerator<{ rows: FeaturesRow[]; prediction: FeaturesPrediction }> {
    const { store, folder, questions } = this.#dependencies;
    const catalogue = await questions.catalogue();
    const predictable = new Set(analysesPredictableBy(model, catalogue));
    // Its own predictions are there already.
    predictable.delete(catalogue.find(({ name }) => name === model)?.specHash ?? '');
    for await (const all of store.features(folder() ?? '')) {
      const rows = all.filter(({ spec_hash: specHash }) => predictable.has(specHash));
      if (rows.length === 0) continue;
      const features = rows.map(({ embedding }) => embedding);
      yield { rows, prediction: await questions.predict(model, features) };
    }
  }
}
