import type { NeighbourLists } from './nearest-neighbours.ts';
import { seededRandom } from './seeded-random.ts';

const SEED = 2;
/** Rounds; the fewer, the more points there are to move in each. */
const ROUNDS = { few: 300, many: 200, manyPoints: 10_000 } as const;
/** Of the curve that says how near is near: 1 / (1 + a d²), for points that may lie a tenth apart. */
const CURVE = 1.577;
/** Points that a point is pushed away from, for each that it is drawn to. */
const PUSHES = 5;
const LONGEST_STEP = 4;
/** Keeps pushes finite where two points meet. */
const TINY = 0.001;
const SIGMA_STEPS = 32;

/**
 * Moves points of a plane so that near neighbours come together and others keep apart: UMAP (McInnes, Healy and Melville,
 * 2018; arXiv:1802.03426, algorithms 3 and 5) with a fixed start, a fixed seed and the exponent 1 in its curve.
 * @param positions x and y of each point, about 10 wide in all; they are moved
 * @param neighbours of every point @param onShare is told how much is done, 0 to 1
 */
export function embedNeighbours(
  positions: Float32Array,
  neighbours: NeighbourLists,
  onShare: (share: number) => void,
): void {
  const count = positions.length / 2;
  const rounds = count > ROUNDS.manyPoints ? ROUNDS.many : ROUNDS.few;
  const weights = weightsOf(neighbours);
  const due = Float32Array.from(weights, (weight) => 1 / weight);
  const random = seededRandom(SEED);
  for (let round = 1; round <= rounds; round++) {
    const step = 1 - round / rounds;
    for (let edge = 0; edge < due.length; edge++) {
      // A heavy edge has its turn in every round, a light one seldom.
      if ((due[edge] as number) > round) continue;
      due[edge] = (due[edge] as number) + 1 / (weights[edge] as number);
      const point = Math.floor(edge / neighbours.size);
      draw(positions, point, neighbours.places[edge] as number, step);
      for (let push = 0; push < PUSHES; push++) pushAway(positions, point, Math.floor(random() * count), step);
    }
    onShare(round / rounds);
  }
}

/**
 * How strongly each point is drawn to each of its neighbours, 0 to 1: exp(-(d - nearest) / sigma), sigma such that they
 * sum up to log2 of their number. Where there is no neighbour, 0.
 */
function weightsOf({ size, places, distances }: NeighbourLists): Float32Array {
  const weights = new Float32Array(places.length);
  for (let start = 0; start < places.length; start += size) {
    const own = distances.subarray(start, start + size);
    const nearest = own[0] as number;
    const sigma = sigmaOf(own, nearest, Math.log2(size));
    for (let place = 0; place < size; place++) {
      const isThere = (places[start + place] as number) >= 0;
      weights[start + place] = isThere ? Math.exp(-((own[place] as number) - nearest) / sigma) : 0;
    }
  }
  return weights;
}

function sigmaOf(distances: Float32Array, nearest: number, wantedSum: number): number {
  let [low, high] = [1e-6, 1e3];
  for (let step = 0; step < SIGMA_STEPS; step++) {
    const middle = Math.sqrt(low * high);
    let sum = 0;
    for (const distance of distances) if (distance < Infinity) sum += Math.exp(-(distance - nearest) / middle);
    if (sum > wantedSum) high = middle;
    else low = middle;
  }
  return high;
}

/** Both points come nearer. Called some hundred million times: it makes no objects. */
function draw(positions: Float32Array, a: number, b: number, step: number): void {
  const x = (positions[2 * a] as number) - (positions[2 * b] as number);
  const y = (positions[2 * a + 1] as number) - (positions[2 * b + 1] as number);
  const pull = (2 * CURVE) / (1 + CURVE * (x * x + y * y));
  const moveX = step * limited(pull * x);
  const moveY = step * limited(pull * y);
  positions[2 * a] = (positions[2 * a] as number) - moveX;
  positions[2 * a + 1] = (positions[2 * a + 1] as number) - moveY;
  positions[2 * b] = (positions[2 * b] as number) + moveX;
  positions[2 * b + 1] = (positions[2 * b + 1] as number) + moveY;
}

/** The first point goes away from the second one; as {@link draw}. */
function pushAway(positions: Float32Array, a: number, b: number, step: number): void {
  const x = (positions[2 * a] as number) - (positions[2 * b] as number);
  const y = (positions[2 * a + 1] as number) - (positions[2 * b + 1] as number);
  const square = x * x + y * y;
  const push = 2 / ((TINY + square) * (1 + CURVE * square));
  positions[2 * a] = (positions[2 * a] as number) + step * limited(push * x);
  positions[2 * a + 1] = (positions[2 * a + 1] as number) + step * limited(push * y);
}

function limited(value: number): number {
  return value > LONGEST_STEP ? LONGEST_STEP : value < -LONGEST_STEP ? -LONGEST_STEP : value;
}
