import type { Random } from '../../../training/random/random.ts';
import type { Recipe } from './recipe.ts';
import { STRANGE } from './recipe.ts';
import type { Texts } from './valid.ts';

/** 100 MB, as 32-bit numbers and as bytes; such a value is rare, since it takes the page longer to make than all others. */
const HUGE_BYTES = 100_000_000;
const HUGE_SHARE = 0.004;

/** Keys that reach what objects inherit, where a copy is made carelessly. */
const POLLUTING_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'then', 'toJSON'];

/** Puts something hostile into a request: in the place of a part, as another key, or for the whole. */
export function spoiled(recipe: Recipe, random: Random, texts: Texts): Recipe {
  if (recipe.kind === 'object' && random.uniform() < 0.8) return spoiledObject(recipe, random, texts);
  if (recipe.kind === 'list' && recipe.items.length > 0 && random.uniform() < 0.8) {
    const at = random.index(recipe.items.length);
    return {
      kind: 'list',
      items: recipe.items.map((item, index) => (index === at ? spoiled(item, random, texts) : item)),
    };
  }
  return hostile(random, texts);
}

function spoiledObject(recipe: Extract<Recipe, { kind: 'object' }>, random: Random, texts: Texts): Recipe {
  const { entries } = recipe;
  const at = random.index(Math.max(1, entries.length));
  const change = random.uniform();
  if (change < 0.15) return { kind: 'object', entries: entries.filter((_entry, index) => index !== at) };
  if (change < 0.35 || entries.length === 0) {
    const keys = random.uniform() < 0.7 ? POLLUTING_KEYS : texts;
    const added = [keys[random.index(keys.length)] ?? '', hostile(random, texts)] as const;
    return { kind: 'object', entries: [...entries, added] };
  }
  return {
    kind: 'object',
    entries: entries.map(([key, value], index) => [key, index === at ? spoiled(value, random, texts) : value]),
  };
}

function hostile(random: Random, texts: Texts): Recipe {
  if (random.uniform() < HUGE_SHARE) return huge(random);
  const text = texts[random.index(texts.length)] ?? '';
  const makers: (() => Recipe)[] = [
    () => ({ kind: 'strange', name: STRANGE[random.index(STRANGE.length)] ?? 'undefined' }),
    () => ({ kind: 'json', value: text }),
    () => ({ kind: 'json', value: [-1, 0, 0.5, 2 ** 31, 2 ** 53, 1e308][random.index(6)] }),
    () => ({ kind: 'json', value: [true, null, {}, [], [[]]][random.index(5)] }),
    () => ({ kind: 'text', part: 'ä\0', times: 10 ** random.index(6) }),
    () => ({ kind: 'repeated', item: { kind: 'json', value: text }, times: 10 ** random.index(5) }),
    () => ({ kind: 'typed', type: 'Int32Array', length: 10 ** random.index(6) }),
    () => ({ kind: 'object', entries: POLLUTING_KEYS.map((key) => [key, { kind: 'json', value: { isAdmin: true } }]) }),
  ];
  return makers[random.index(makers.length)]?.() ?? { kind: 'json', value: null };
}

function huge(random: Random): Recipe {
  const choices: readonly Recipe[] = [
    { kind: 'typed', type: 'Int32Array', length: HUGE_BYTES / 4 },
    { kind: 'typed', type: 'Uint8Array', length: HUGE_BYTES },
    { kind: 'typed', type: 'Float64Array', length: HUGE_BYTES / 8 },
    { kind: 'text', part: 'x', times: HUGE_BYTES / 2 },
    { kind: 'repeated', item: { kind: 'json', value: 1 }, times: 1_000_000 },
  ];
  return choices[random.index(choices.length)] ?? { kind: 'json', value: null };
}
