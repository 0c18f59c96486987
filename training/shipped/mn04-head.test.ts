import { expect, it } from 'vitest';
import { loadModelCard } from '../../src-main/pipeline/model/model-folder.ts';
import { shippedHeadOf } from '../../src-main/pipeline/model/shipped-head.ts';
import { runHead } from '../runtime/run-head.ts';

const MODELS = 'resources/models';
/** Of mn04 before its own last layers. */
const FEATURES = 384;

it('the head for mn04 answers as it says, and joins the default model', async () => {
  const head = await shippedHeadOf('efficientat-mn04', [MODELS]);
  if (!head) throw new Error('there is no head');
  const { facts, network: file } = head;
  const { genres, styles = [], ensemble } = facts;
  const sizes = { features: FEATURES, genres: genres.length, styles: styles.length };
  const features = [new Float32Array(FEATURES), new Float32Array(FEATURES).fill(0.5)];
  const [silent, sounding] = await runHead({ name: 'efficientat-mn04', file, sizes }, features);
  expect(sounding?.logits).not.toEqual(silent?.logits);
  expect(ensemble.members).toEqual(['musicnn', 'efficientat-mn04']);
  expect((await loadModelCard(`${MODELS}/musicnn`)).genres).toEqual(genres);
  expect(ensemble.genres).toEqual(genres);
  // Its mean is less sure than it is right.
  expect(ensemble.temperature).toBeLessThan(1);
  for (const { split, tracks } of [...facts.evaluation, ...ensemble.evaluation]) {
    expect(split).toContain('folds by artist');
    expect(tracks).toBeGreaterThan(500);
  }
});
