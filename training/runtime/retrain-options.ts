import type { LabelledTrack } from '../retrain/labelled-track.ts';
import type { UserGenre } from '../retrain/user-genres.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import type { Bases } from './bases.ts';

/** What is to be learned from labels. */
export interface RetrainOptions {
  readonly name: string;
  readonly bases: Bases;
  /** Labelled ones and those that are kept beside them. */
  readonly genres: readonly UserGenre[];
  readonly tracks: readonly LabelledTrack[];
  /** What the new model is compared with: the bases, or a version of the user's, which knows the labels that are not new. */
  readonly against: string;
  /** Where the model goes. */
  readonly out: string;
  readonly seed: number;
  readonly date: string;
  /** Labels that are younger it does not know: when they were taken, as an ISO time. */
  readonly learnedAt: string;
  readonly command: string;
  readonly compile: CompileGraph;
}
