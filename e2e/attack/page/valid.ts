import type { z } from 'zod';
import type { Random } from '../../../training/random/random.ts';
import type { Recipe } from './recipe.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** Texts that mean something to file systems, databases, shells, pages and formats of text. */
export type Texts = readonly string[];

/** Longest array and text of a valid request; the bounds of the schemas are tried by hostile ones. */
const MOST = 20;
const MOST_IDS = 200;

const json = (value: unknown): Recipe => ({ kind: 'json', value });

/** A recipe of a request that has the shape of a schema, with contents that are at its bounds or odd. */
export function validRecipe(schema: Schema | boolean | undefined, random: Random, texts: Texts): Recipe {
  if (typeof schema !== 'object') return json(null);
  if (schema.const !== undefined) return json(schema.const);
  if (schema.enum) return json(schema.enum[random.index(schema.enum.length)]);
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (choices.length > 0) return validRecipe(choices[random.index(choices.length)], random, texts);
  switch ([schema.type].flat()[0]) {
    case 'null':
      return json(null);
    case 'boolean':
      return json(random.uniform() < 0.5);
    case 'integer':
    case 'number':
      return json(numberOf(schema, random));
    case 'string':
      return json(textOf(schema, random, texts));
    case 'array':
      return arrayOf(schema, random, texts);
    case 'object':
      return objectOf(schema, random, texts);
    default:
      return typedOf(schema, random);
  }
}

function numberOf({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema, random: Random): number {
  const isWhole = type === 'integer';
  const step = isWhole ? 1 : 1e-6;
  const low = minimum ?? (exclusiveMinimum === undefined ? -1e9 : Number(exclusiveMinimum) + step);
  const high = maximum ?? (exclusiveMaximum === undefined ? Number.MAX_SAFE_INTEGER : Number(exclusiveMaximum) - step);
  const near = Math.min(high, low + (isWhole ? random.index(12) : random.uniform() * 12));
  return [low, high, near, near, near][random.index(5)] ?? low;
}

function textOf({ pattern, format, minLength = 0, maxLength = 100 }: Schema, random: Random, texts: Texts): string {
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  const chosen = texts[random.index(texts.length)] ?? '';
  if (pattern === undefined) return chosen.padEnd(minLength, 'x').slice(0, maxLength);
  const matching = texts.filter((text) => new RegExp(pattern, 'u').test(text));
  return matching[random.index(Math.max(1, matching.length))] ?? chosen;
}

function arrayOf(schema: Schema, random: Random, texts: Texts): Recipe {
  const { minItems = 0, maxItems = MOST, items } = schema;
  const length = minItems + random.index(Math.min(MOST, maxItems - minItems) + 1);
  const made = Array.from({ length }, () => validRecipe(items as Schema | undefined, random, texts));
  return { kind: 'list', items: made };
}

function objectOf(schema: Schema, random: Random, texts: Texts): Recipe {
  const { properties = {}, required = [], additionalProperties: values } = schema;
  const entries = Object.entries(properties).flatMap(([key, part]): [string, Recipe][] =>
    required.includes(key) || random.uniform() < 0.3 ? [[key, validRecipe(part, random, texts)]] : [],
  );
  if (typeof values === 'object')
    for (let index = random.index(MOST); index > 0; index--)
      entries.push([texts[random.index(texts.length)] ?? '', validRecipe(values, random, texts)]);
  return { kind: 'object', entries };
}

function typedOf(schema: Schema, random: Random): Recipe {
  const type = schema['typedArray'];
  if (type !== 'Int32Array' && type !== 'Uint8Array') throw new Error(`no recipe for ${JSON.stringify(schema)}`);
  return { kind: 'typed', type, length: random.index(MOST_IDS) };
}
