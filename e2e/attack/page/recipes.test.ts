import { expect, it } from 'vitest';
import { OPERATIONS } from '../../../src-main/contract/operations/index.ts';
import { createRandom } from '../../../training/random/random.ts';
import { materialise, STRANGE } from './recipe.ts';
import { hostileTexts, requestRecipes } from './requests.ts';

const PER_OPERATION = 40;
const TEXTS = hostileTexts(['/etc/passwd']);

it('every operation gets requests that its schema takes, and others that it does not', () => {
  const counts = new Map(Object.keys(OPERATIONS).map((name) => [name, { taken: 0, refused: 0 }]));
  const requests = requestRecipes(PER_OPERATION * counts.size, createRandom(1), TEXTS);
  for (const { name, recipe } of requests) {
    const count = counts.get(name);
    const { success } = OPERATIONS[name].request.safeParse(materialise(recipe));
    if (count) count[success ? 'taken' : 'refused'] += 1;
  }
  for (const [name, { taken, refused }] of counts) {
    expect(taken, name).toBeGreaterThan(0);
    expect(refused, name).toBeGreaterThan(0);
    expect(taken + refused, name).toBe(PER_OPERATION);
  }
  expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
});

it('strange values are what they are called', () => {
  for (const name of STRANGE) expect(() => materialise({ kind: 'strange', name }), name).not.toThrow();
  expect(materialise({ kind: 'strange', name: 'NaN' })).toBeNaN();
  expect((materialise({ kind: 'strange', name: 'detached' }) as Int32Array).length).toBe(0);
});
