import { expect, it } from 'vitest';
import { labelQueue } from './label-queue.ts';

it('the queue asks for what is unsure and new, and not twice for the same sound', () => {
  const at = (x: number, share: number) => ({ features: Float32Array.of(x, 0), probabilities: [share, 1 - share] });
  const questions = labelQueue(
    [at(10, 0.5), at(10, 0.5), at(0, 0.5), at(5, 0.99), at(9, 0.5)],
    [Float32Array.of(0, 0)],
    5,
  );
  expect(questions[0]).toEqual({ candidate: 0, uncertainty: 1, novelty: 1 });
  const asked = questions.map(({ candidate }) => candidate);
  expect(asked).not.toContain(1);
  expect(asked).not.toContain(2);
  expect(asked).toEqual(expect.arrayContaining([3, 4]));
});
