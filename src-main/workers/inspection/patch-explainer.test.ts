import { expect, it } from 'vitest';
import { loadModelCard } from '../../pipeline/model/model-folder.ts';
import { askedOf } from './patch-explainer.ts';

const card = await loadModelCard('resources/models/musicnn');
const styles = card.styles ?? [];

/** Logits of two tracks: the number of the answer, and of the second track a hundred more. */
const answers = {
  logits: numbered(card.genres.length),
  styles: numbered(styles.length),
};

function numbered(count: number): Float32Array {
  return Float32Array.from({ length: 2 * count }, (_, index) => (index % count) + 100 * Math.floor(index / count));
}

it('a genre is asked for among all genres, and a style against its absence', () => {
  const jazz = askedOf(card, 'jazz');
  expect(jazz?.place).toBe(card.genres.indexOf('jazz'));
  expect(jazz?.logitsOf(answers, 2)).toEqual(answers.logits);

  const place = styles.findIndex(({ name }) => name === 'techno');
  expect(place).toBeGreaterThan(0);
  const techno = askedOf(card, 'techno');
  expect(techno?.place).toBe(0);
  expect([...(techno?.logitsOf(answers, 2) ?? [])]).toEqual([place, 0, place + 100, 0]);

  // A genre is meant where a style has its name.
  expect(styles.some(({ name }) => name === 'latin')).toBe(true);
  expect(askedOf(card, 'latin')?.logitsOf(answers, 2)).toEqual(answers.logits);
  expect(askedOf(card, 'polka')).toBeNull();
});
