import { relu } from '../autodiff/functions/index.ts';
import type { Network } from '../network/context.ts';
import { dense, dropout } from '../network/layers.ts';

const HIDDEN_UNITS = 256;
const FEATURE_DROPOUT = 0.3;
const HIDDEN_DROPOUT = 0.5;

/** Genres of a network's features, over one hidden layer: [N, features], standardised → logits [N, genres]. */
export const headNetwork =
  (genreCount: number): Network =>
  (context, features) => {
    const hidden = relu(dense(context, 'hidden', dropout(context, features, FEATURE_DROPOUT), HIDDEN_UNITS));
    return dense(context, 'genres', dropout(context, hidden, HIDDEN_DROPOUT), genreCount);
  };
