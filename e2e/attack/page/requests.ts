import { z } from 'zod';
import type { OperationName } from '../../../src-main/contract/operations/index.ts';
import { OPERATIONS } from '../../../src-main/contract/operations/index.ts';
import type { Random } from '../../../training/random/random.ts';
import { shuffled } from '../../../training/random/random.ts';
import { spoiled } from './hostile.ts';
import type { Recipe } from './recipe.ts';
import type { Texts } from './valid.ts';
import { validRecipe } from './valid.ts';

/** A request to an operation, before it is made. */
export interface RequestRecipe {
  readonly name: OperationName;
  readonly recipe: Recipe;
}

/** Share of requests that keep the shape which the schema asks for. */
const VALID_SHARE = 0.5;

/** Texts that are odd in some way, and the paths that must not be reached by any. */
export function hostileTexts(paths: readonly string[]): Texts {
  return [
    ...paths,
    ...paths.map((path) => `../../../../../../../..${path}`),
    ...paths.map((path) => `file://${path}`),
    '',
    'Rock',
    'musicnn',
    'my-genres-1',
    'mine',
    '20260101000000-abcdef',
    '..',
    '../../models/musicnn',
    '..\\..\\models\\musicnn',
    '\\\\server\\share\\ffmpeg.exe',
    '//server/share',
    'C:\\Windows\\System32\\calc.exe',
    'CON',
    'a\0b',
    '$(touch /tmp/x); `id` & "\'',
    "' OR 1=1; DROP TABLE tracks; --",
    '%s%n%x',
    '<img src=x onerror=alert(1)>',
    '__proto__',
    'constructor',
    '\u202E\u0000\uD800\uFFFF',
    'é'.repeat(200),
    '=cmd|calc!A0',
    'https://example.invalid/x',
    '(a+)+$',
    '%_*?[]{}',
  ];
}

/** As many requests to each operation as to any other, in an order by chance. */
export function requestRecipes(count: number, random: Random, texts: Texts): RequestRecipe[] {
  const schemas = Object.entries(OPERATIONS).map(([name, { request }]) => ({
    name: name as OperationName,
    schema: z.toJSONSchema(request as z.ZodType, { unrepresentable: 'any', io: 'input' }),
  }));
  const recipes = Array.from({ length: count }, (_none, index): RequestRecipe[] => {
    const row = schemas[index % schemas.length];
    if (!row) return [];
    const valid = validRecipe(row.schema, random, texts);
    return [{ name: row.name, recipe: random.uniform() < VALID_SHARE ? valid : spoiled(valid, random, texts) }];
  }).flat();
  return shuffled(random, recipes);
}
