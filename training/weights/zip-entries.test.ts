import { describe, expect, it } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import type { ZipFlaws } from '../testing/zip-file.ts';
import { writeZip } from '../testing/zip-file.ts';
import { readZipEntries } from './zip-entries.ts';

const ENTRIES: readonly (readonly [string, Uint8Array])[] = [
  ['a/one', Buffer.from('first')],
  ['a/.data/two', Buffer.from('second')],
];

function refusalWith(flaws: ZipFlaws, entries = ENTRIES): string | null {
  return refusalOf(() => readZipEntries(writeZip(entries, flaws)));
}

describe('the entries of a ZIP archive', () => {
  it('are given by name', () => {
    const read = readZipEntries(writeZip(ENTRIES, { flags: 0x0808 }));
    expect([...read].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['a/one', 'first'],
      ['a/.data/two', 'second'],
    ]);
    expect(readZipEntries(writeZip([])).size).toBe(0);
  });

  it.each<[string, ZipFlaws]>([
    ['method 8', { method: 8 }],
    ['flags 1', { flags: 1 }],
    ['does not end as a ZIP archive', { comment: 'hello' }],
    ['the checksum of “a/one” is wrong', { checksum: (name, right) => (name === 'a/one' ? (right ^ 1) >>> 0 : right) }],
    ['has 65535 entries', { count: 65_535 }],
    ['directory of the archive is damaged', { count: 3 }],
    ['another size than it states', { count: 1 }],
  ])('are refused: %s', (word, flaws) => {
    expect(refusalWith(flaws)).toContain(word);
  });

  it.each(['../a', 'a/../../b', '/etc/passwd', 'a//b', 'a\\b', 'C:/a', 'a/.', ''])(
    'are refused with the name %j',
    (name) => {
      expect(refusalWith({}, [[name, Buffer.from('x')]])).toContain('has an entry');
    },
  );

  it.each(['a\0b', 'a\nb', 'a\x1b[2J'])('are refused with the name %j, which is no text', (name) => {
    expect(refusalWith({}, [[name, Buffer.from('x')]])).toContain('no plain text');
  });

  it('are refused where two have one name', () => {
    expect(refusalWith({}, [...ENTRIES, ...ENTRIES])).toContain('“a/one” twice');
  });

  it('are refused where they overlap, so that a small file cannot hold much', () => {
    const many = Array.from(
      { length: 50 },
      (_, index) => [`e/${10 + index}`, Buffer.alloc(index === 0 ? 9_000 : 0)] as const,
    );
    const file = Buffer.from(writeZip(many));
    const directory = file.readUInt32LE(file.length - 6);
    for (let index = 1; index < many.length; index++)
      file.copy(file, directory + index * 50 + 16, directory + 16, directory + 28);
    expect(refusalOf(() => readZipEntries(file))).toContain('larger than the file');
  });

  it('are refused where the records of 64 bits say otherwise', () => {
    const file = Buffer.from(writeZip(ENTRIES, { with64: true }));
    expect(readZipEntries(file).size).toBe(2);
    file.writeBigUInt64LE(2n ** 60n, file.length - 22 - 20 - 8);
    expect(refusalOf(() => readZipEntries(file))).toContain('does not lie at its end');
  });

  it('are refused where only 64 bits would do', () => {
    const file = Buffer.from(writeZip(ENTRIES, { with64: true }));
    file.fill(255, file.length - 10, file.length - 2);
    expect(refusalOf(() => readZipEntries(file))).toContain('does not lie at its end');
  });
});
