import { expect, it } from 'vitest';
import { z } from 'zod';
import { OPERATIONS } from './index.ts';

type Node = z.core.JSONSchema.BaseSchema;

/** Paths of what a request may hold without end. */
function unbounded(node: Node | boolean | undefined, path: string): string[] {
  if (typeof node !== 'object') return node === undefined ? [] : [`${path}: anything`];
  if (node.const !== undefined || node.enum) return [];
  const choices = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  if (choices.length > 0) return choices.flatMap((choice) => unbounded(choice, path));
  return [node.type].flat().flatMap((type) => unboundedOfType(type, node, path));
}

function unboundedOfType(type: string | undefined, node: Node, path: string): string[] {
  switch (type) {
    case 'string':
      return node.maxLength === undefined ? [path] : [];
    case 'array':
      return [
        ...(node.maxItems === undefined ? [path] : []),
        ...unbounded(node.items as Node | undefined, `${path}[]`),
      ];
    case 'object':
      return unboundedObject(node, path);
    case undefined:
      return node['typedArray'] !== undefined && node.maxItems !== undefined ? [] : [`${path}: anything`];
    default:
      return [];
  }
}

function unboundedObject(node: Node, path: string): string[] {
  const parts = Object.entries(node.properties ?? {}).flatMap(([key, part]) => unbounded(part, `${path}.${key}`));
  if (node.additionalProperties === false) return parts;
  const isEndless = node['maxProperties'] === undefined;
  const { propertyNames: keys, additionalProperties: values } = node;
  return [
    ...parts,
    ...(isEndless ? [path] : []),
    ...unbounded(keys, `${path} keys`),
    ...unbounded(values, `${path}.*`),
  ];
}

const unboundedIn = (schema: z.ZodType): string[] =>
  unbounded(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }), '');

it.each(Object.entries(OPERATIONS))('%s takes nothing without end', (_name, { request }) => {
  expect(unboundedIn(request)).toEqual([]);
});

it('what has no end is found wherever it is', () => {
  const loose = z.strictObject({
    text: z.string(),
    list: z.array(z.string().max(3)),
    names: z.array(z.string()).max(3),
    map: z.record(z.string().max(3), z.string().max(3)),
    keys: z.record(z.string(), z.null()).meta({ maxProperties: 3 }),
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    choice: z.union([z.null(), z.string()]),
    open: z.looseObject({}),
  });
  expect(unboundedIn(loose)).toEqual([
    '.text',
    '.list',
    '.names[]',
    '.map',
    '.keys keys',
    '.bytes: anything',
    '.choice',
    '.open',
    '.open.*: anything',
  ]);
});
