import { add, concat, exp, log, logSoftmax, matMul, mul, neg, relu } from '../autodiff/functions/index.ts';
import { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import type { Head } from './head.ts';

/** How many numbers a head takes and gives. */
export interface HeadSizes {
  readonly features: number;
  readonly genres: number;
  /** Styles and descriptors; 0 where the head scores none. */
  readonly styles: number;
}

/** What the graphs below call the values of a head. */
export const HEAD_VALUES = { features: 'features', logits: 'base.logits', styles: 'styles' } as const;

/** Numbers that a last layer upon a head is given of one track. */
export function inputCount({ features, genres, styles }: HeadSizes): number {
  return features + genres + styles;
}

/**
 * Gives `inputs` [batch, inputs] of a head's values: the features, then the logarithms of the genres' probabilities and
 * of the styles' scores. As logarithms, probabilities of genres and scores of styles are told on one scale.
 */
export function inputsGraph(sizes: HeadSizes, temperature: number): Graph {
  const graph = new Graph();
  graph.output('inputs', joinedInputs(graph, sizes, temperature));
  return graph;
}

/** Gives `logits` [batch, genres] of a head's values: one dense layer upon {@link inputsGraph}'s inputs. */
export function lastLayerGraph(sizes: HeadSizes, temperature: number, { weights, bias }: Head): Graph {
  const graph = new Graph();
  const inputs = joinedInputs(graph, sizes, temperature);
  const product = matMul(inputs, graph.constant(weights, [inputCount(sizes), bias.length], 'genres.weights'));
  graph.output('logits', add(product, graph.constant(bias, [bias.length], 'genres.bias')));
  return graph;
}

function joinedInputs(graph: Graph, { features, genres, styles }: HeadSizes, temperature: number): Tensor {
  const given = graph.input(HEAD_VALUES.features, [-1, features]);
  const logits = graph.input(HEAD_VALUES.logits, [-1, genres]);
  const parts = [given, logSoftmax(mul(logits, 1 / temperature))];
  if (styles > 0) parts.push(logSigmoid(graph.input(HEAD_VALUES.styles, [-1, styles])));
  return concat(parts, { axis: 1 });
}

/** log 1/(1 + e⁻ˣ) = min(x, 0) − log(1 + e⁻ᵃ) with a = |x|, safe against overflow. */
function logSigmoid(x: Tensor): Tensor {
  const below = relu(neg(x));
  const size = add(relu(x), below);
  return neg(add(below, log(add(exp(neg(size)), 1))));
}
