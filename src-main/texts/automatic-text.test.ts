import { expect, it } from 'vitest';
import { automaticThreshold, NOT_AUTOMATIC } from '../contract/automatic.ts';
import { automaticText } from './automatic-text.ts';

it('says what is known, what is missing, and what newer labels have shown', () => {
  expect(automaticText(NOT_AUTOMATIC)).toContain('needs 20 labelled tracks');
  const sure = Array.from({ length: 30 }, () => ({ confidence: 0.9, isRight: true }));
  const unsure = Array.from({ length: 20 }, (_, index) => ({ confidence: 0.4, isRight: index % 2 === 0 }));
  const known = { ...automaticThreshold([...sure, ...unsure]), proofs: 50, fresh: 4, analysed: 200, covered: 142 };
  expect(automaticText(known)).toBe(
    'From a confidence of 90%, 100% of 30 tracks are correct, measured on 50 labels, 4 of them newer than the model. 71% of this folder’s unlabelled tracks reach it.',
  );
  const contradicting = Array.from({ length: 4 }, () => ({ confidence: 0.95, isRight: false }));
  expect(automaticText({ ...known, ...automaticThreshold([...sure, ...unsure, ...contradicting]) })).toContain(
    'at any confidence',
  );
});
