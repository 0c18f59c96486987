import { describe, expect, it } from 'vitest';
import { fresh, keep, relocationOf } from '../formats/pieces.ts';
import type { Piece } from '../formats/pieces.ts';
import type { Field, TagReading } from '../formats/tag-format.ts';
import type { DoneEdit } from './verify-edit.ts';
import { verifyEdit } from './verify-edit.ts';

/** A file of 100 bytes, whose bytes 20 to 30 become 15 others. */
const PIECES: readonly Piece[] = [keep(0, 20), fresh(new Uint8Array(15)), keep(30, 100)];
const EDIT: DoneEdit = { size: 100, pieces: PIECES, added: ['APEv2'], genres: ['Rock', 'Pop'] };
const TAGS = [
  { tag: 'ID3v2.4', genres: ['Rock', 'Pop'] },
  { tag: 'APEv2', genres: ['Rock', 'Pop'] },
  { tag: 'ID3v1', genres: ['Rock'] },
];

const BEFORE: Field[] = [
  { name: 'title', digest: 'aa' },
  { name: 'cover', start: 2, end: 18 },
  { name: 'comment', digest: 'bb' },
  { name: 'comment', digest: 'cc' },
  { name: 'stco', offsets: [30, 50, 99] },
  { name: 'sound', start: 30, end: 100 },
];
const AFTER: Field[] = [
  { name: 'title', digest: 'aa' },
  { name: 'cover', start: 2, end: 18 },
  { name: 'comment', digest: 'bb' },
  { name: 'comment', digest: 'cc' },
  { name: 'APEv2', digest: 'new' },
  { name: 'stco', offsets: [35, 55, 104] },
  { name: 'sound', start: 35, end: 105 },
];

function verify(
  after: readonly Field[],
  {
    tags = TAGS,
    before = BEFORE,
    edit = EDIT,
  }: { tags?: TagReading['tags']; before?: readonly Field[]; edit?: DoneEdit } = {},
): void {
  verifyEdit({ tags: [], fields: before }, { tags, fields: after }, edit);
}

const replaced = (index: number, field: Field): Field[] => AFTER.with(index, field);
const FAILED = (message: string) =>
  expect.objectContaining({ code: 'tags-verification-failed', message: expect.stringContaining(message) });

describe('an edit in which all is as it was', () => {
  it('passes, whatever of the announced fields came', () => {
    expect(() => verify(AFTER)).not.toThrow();
    expect(() => verify(AFTER.filter(({ name }) => name !== 'APEv2'))).not.toThrow();
    expect(() => verify([], { before: [] })).not.toThrow();
  });
});

describe('damage is noticed:', () => {
  const damages: [string, Field[], string][] = [
    ['a value', replaced(0, { name: 'title', digest: 'ab' }), 'title'],
    ['a name', replaced(0, { name: 'Title', digest: 'aa' }), 'title'],
    ['a range that begins a byte later', replaced(6, { name: 'sound', start: 36, end: 105 }), 'sound'],
    ['a range that ends a byte earlier', replaced(6, { name: 'sound', start: 35, end: 104 }), 'sound'],
    ['a range that is elsewhere', replaced(6, { name: 'sound', start: 30, end: 100 }), 'sound'],
    ['a range that is a value now', replaced(1, { name: 'cover', digest: 'aa' }), 'cover'],
    ['a value that is a range now', replaced(0, { name: 'title', start: 0, end: 2 }), 'title'],
    ['offsets that are a value now', replaced(5, { name: 'stco', digest: 'aa' }), 'stco'],
    ['a lost field', AFTER.slice(1), 'title'],
    ['a lost field at the end', AFTER.slice(0, -1), 'sound'],
    ['one of two fields of a name', AFTER.filter((_, index) => index !== 3), 'comment'],
    ['two fields that changed places', AFTER.with(2, AFTER[3]!).with(3, AFTER[2]!), 'comment'],
    ['a field that nobody announced', [...AFTER, { name: 'lyrics', digest: 'dd' }], 'lyrics'],
    ['an announced field twice', [...AFTER, { name: 'APEv2', digest: 'new' }], 'APEv2'],
    ['a field twice', AFTER.toSpliced(1, 0, AFTER[0]!), 'cover'],
    ['an offset that leads elsewhere', replaced(5, { name: 'stco', offsets: [35, 56, 104] }), 'stco'],
    ['an offset that did not follow', replaced(5, { name: 'stco', offsets: [35, 50, 104] }), 'stco'],
    ['an offset that is gone', replaced(5, { name: 'stco', offsets: [35, 55] }), 'stco'],
    ['offsets in another order', replaced(5, { name: 'stco', offsets: [55, 35, 104] }), 'stco'],
  ];
  it.each(damages)('%s', (_name, after, field) => {
    expect(() => verify(after)).toThrow(FAILED(`“${field}”`));
  });

  it('a byte of a kept range that is another byte now', () => {
    for (const pieces of [
      [keep(0, 20), fresh(new Uint8Array(15)), keep(30, 60), fresh(new Uint8Array(1)), keep(61, 100)],
      [keep(0, 20), fresh(new Uint8Array(15)), keep(30, 60), keep(61, 100), fresh(new Uint8Array(1))],
      [keep(0, 20), fresh(new Uint8Array(15)), keep(30, 60), fresh(new Uint8Array(1)), keep(60, 100)],
      [keep(0, 20), fresh(new Uint8Array(15)), keep(30, 99), fresh(new Uint8Array(1))],
    ])
      expect(() => verify(AFTER, { edit: { ...EDIT, pieces } })).toThrow(FAILED('“'));
  });

  it('an offset whose place is not in the file any more, and one beyond the end that is not as far beyond', () => {
    const table = (...offsets: number[]): Field[] => [{ name: 'stco', offsets }];
    expect(() => verify(table(105, 5_005), { before: table(100, 5_000) })).not.toThrow();
    for (const offset of [5_000, 5_004, 0])
      expect(() => verify(table(offset), { before: table(5_000) })).toThrow(FAILED('stco'));
    for (const offset of [25, 30, 0])
      expect(() => verify(table(offset), { before: table(25) })).toThrow(FAILED('stco'));
  });
});

describe('a genre that is left in one tag is noticed:', () => {
  it.each([
    ['the old one', 0, ['Jazz']],
    ['none', 1, []],
    ['one of two', 0, ['Rock']],
    ['one more', 1, ['Rock', 'Pop', 'Jazz']],
    ['another order', 0, ['Pop', 'Rock']],
    ['the old one', 2, ['Jazz']],
  ] as const)('%s in tag %d', (_name, index, genres) => {
    const tags = TAGS.map((tag, place) => (place === index ? { ...tag, genres } : tag));
    expect(() => verify(AFTER, { tags })).toThrow(FAILED(TAGS[index]!.tag));
  });

  it('any where it was to be taken out, and none at all where one was to be written', () => {
    const none = { ...EDIT, genres: [] };
    expect(() => verify(AFTER, { edit: none, tags: TAGS.map(({ tag }) => ({ tag, genres: [] })) })).not.toThrow();
    for (const tag of TAGS) expect(() => verify(AFTER, { edit: none, tags: [tag] })).toThrow(FAILED(tag.tag));
    expect(() => verify(AFTER, { tags: [] })).toThrow(FAILED('no genre'));
  });
});

describe('where bytes lie in a rewritten file', () => {
  const relocation = relocationOf(PIECES);

  it('is told of every kept byte, and of no other', () => {
    for (let position = 0; position < 110; position++) {
      const expected = position < 20 ? position : position < 30 || position >= 100 ? null : position + 5;
      expect(relocation.positionOf(position)).toBe(expected);
    }
    expect(relocation.positionOf(-1)).toBeNull();
  });

  it('is told of ranges that stay in one piece', () => {
    for (const [start, end, kept] of [
      [0, 20, true],
      [19, 20, true],
      [30, 100, true],
      [0, 21, false],
      [19, 31, false],
      [20, 30, false],
      [29, 40, false],
      [99, 101, false],
      [100, 101, false],
    ] as const) {
      expect(relocation.keepsRange(start, end)).toBe(kept);
    }
  });

  it('joins pieces that follow one another still, and none that moved apart, or whose order changed', () => {
    const joined = relocationOf([keep(0, 10), fresh(new Uint8Array(0)), keep(10, 20)]);
    expect(joined.keepsRange(0, 20)).toBe(true);
    const apart = relocationOf([keep(0, 10), fresh(new Uint8Array(1)), keep(10, 20)]);
    expect(apart.keepsRange(0, 20)).toBe(false);
    const swapped = relocationOf([keep(10, 20), keep(0, 10)]);
    expect([
      swapped.keepsRange(0, 20),
      swapped.keepsRange(0, 10),
      swapped.positionOf(10),
      swapped.positionOf(0),
    ]).toEqual([false, true, 0, 10]);
    expect(relocationOf([]).keepsRange(0, 1)).toBe(false);
  });
});
