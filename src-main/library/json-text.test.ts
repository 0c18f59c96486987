import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { jsonText } from './json-text.ts';

const read = (text: string): unknown =>
  (openDatabase(':memory:').prepare("SELECT ? ->> '$.text' AS text").get(jsonText({ text })) as { text: unknown }).text;

it.each([
  ['half a pair', 'a\uD800b', 'a\uFFFDb'],
  ['the other half', '\uDFFF', '\uFFFD'],
  ['a NUL', 'a\0b', 'a\uFFFDb'],
  ['a pair', '😀', '😀'],
  ['what looks like an escape', '\\ud800', '\\ud800'],
  ['a backslash before half a pair', '\\\uD800', '\\\uFFFD'],
])('%s is text to SQLite', (_case, text, expected) => expect(read(text)).toBe(expected));
