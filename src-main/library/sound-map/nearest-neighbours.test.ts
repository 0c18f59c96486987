import { expect, it } from 'vitest';
import { nearestNeighbours } from './nearest-neighbours.ts';
import { seededRandom } from './seeded-random.ts';

const DIMENSIONS = 4;

function cloud(count: number) {
  const random = seededRandom(3);
  const values = Float32Array.from({ length: count * DIMENSIONS }, () => random());
  return { count, dimensions: DIMENSIONS, values };
}

function exact({ count, values }: ReturnType<typeof cloud>, point: number, size: number): number[] {
  const distance = (other: number) =>
    Math.hypot(
      ...Array.from(
        { length: DIMENSIONS },
        (_, place) => (values[point * DIMENSIONS + place] ?? 0) - (values[other * DIMENSIONS + place] ?? 0),
      ),
    );
  const others = [...Array(count).keys()].filter((other) => other !== point);
  return others.sort((a, b) => distance(a) - distance(b)).slice(0, size);
}

it('finds exactly the nearest of few points, in order', () => {
  const points = cloud(200);
  const { places, distances } = nearestNeighbours(points, Int32Array.of(0, 17), 5, () => undefined);
  expect([...places.subarray(0, 5)]).toEqual(exact(points, 0, 5));
  expect([...places.subarray(5)]).toEqual(exact(points, 17, 5));
  expect([...distances.subarray(0, 5)]).toEqual([...distances.subarray(0, 5)].sort((a, b) => a - b));
});

it('finds nearly all of the nearest of many points', () => {
  const points = cloud(6_000);
  const wanted = Int32Array.from({ length: 40 }, (_, index) => index * 150);
  const { places } = nearestNeighbours(points, wanted, 10, () => undefined);
  const found = [...wanted].flatMap((point, index) => {
    const own = new Set(places.subarray(index * 10, index * 10 + 10));
    return exact(points, point, 10).filter((place) => own.has(place));
  });
  expect(found.length / 400).toBeGreaterThan(0.85);
});

it('says where there are fewer', () => {
  const { places } = nearestNeighbours(cloud(3), Int32Array.of(1), 4, () => undefined);
  expect([...places].sort()).toEqual([-1, -1, 0, 2]);
});
