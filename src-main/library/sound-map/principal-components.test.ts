import { expect, it } from 'vitest';
import { principalComponents, project } from './principal-components.ts';
import { seededRandom } from './seeded-random.ts';

/** Points that vary by 9 along (3, 4)/5, by 1 along (-4, 3)/5, and hardly in the third dimension. */
function cloud() {
  const random = seededRandom(5);
  const spread = () => random() + random() + random() - 1.5;
  const values = Array.from({ length: 500 }, () => {
    // Skewed, so that its sign is known.
    const along = 9 * Math.max(-0.5, spread()) ** 3 + 9 * spread() ** 2;
    const off = spread();
    return [7 + 0.6 * along - 0.8 * off, 0.8 * along + 0.6 * off, 0.01 * spread()];
  });
  return { count: 500, dimensions: 3, values: Float32Array.from(values.flat()) };
}

it('finds the directions of the largest variance, the largest first', () => {
  const { axes } = principalComponents(cloud(), 2);
  expect(axes).toHaveLength(2);
  [0.6, 0.8, 0].forEach((part, place) => expect(axes[0]?.[place]).toBeCloseTo(part, 1));
  expect(Math.abs(axes[1]?.[0] ?? 0)).toBeCloseTo(0.8, 1);
});

it('projects from the mean', () => {
  const points = cloud();
  const projection = principalComponents(points, 2);
  const target = new Float32Array(1_000);
  for (let point = 0; point < 500; point++) project(projection, points.values, 3 * point, target, 2 * point);
  const first = target.filter((_, index) => index % 2 === 0);
  expect(first.reduce((sum, value) => sum + value, 0) / 500).toBeCloseTo(0, 3);
});

it('survives points that are all the same', () => {
  const { axes } = principalComponents({ count: 3, dimensions: 2, values: new Float32Array(6).fill(1) }, 2);
  expect(axes.flatMap((axis) => [...axis])).toEqual([0, 0, 0, 0]);
});
