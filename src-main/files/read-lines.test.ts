import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-lines-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function linesOf(content: string, mostBytes = 1_000_000) {
  await writeFile(join(folder, 'lines'), content);
  const lines: (readonly [number, string | null, boolean])[] = [];
  for await (const { number, bytes, isWhole } of readLines(join(folder, 'lines'), {
    mostBytes,
    invalid: 'results-invalid',
  }))
    lines.push([number, bytes && bytes.toString(), isWhole]);
  return lines;
}

describe('lines of a file', () => {
  it('come one by one, however long; the last one says whether it is whole', async () => {
    const long = 'ä'.repeat(200_000);
    expect(await linesOf(`a\n\n${long}\nend`)).toEqual([
      [1, 'a', true],
      [2, '', true],
      [3, long, true],
      [4, 'end', false],
    ]);
    expect(await linesOf('a\n')).toEqual([[1, 'a', true]]);
    expect(await linesOf('')).toEqual([]);
  });

  it('that are too long are passed over, and the next ones read', async () => {
    expect(await linesOf(`12345\n${'x'.repeat(300_000)}\n123456\nlast`, 5)).toEqual([
      [1, '12345', true],
      [2, null, true],
      [3, null, true],
      [4, 'last', false],
    ]);
  });

  it('are those of a regular file alone', async () => {
    const read = async (path: string) => {
      for await (const line of readLines(path, { mostBytes: 10, invalid: 'results-invalid' })) return line;
      return null;
    };
    await expect(read(folder)).rejects.toMatchObject({ code: 'results-invalid' });
    await expect(read(join(folder, 'none'))).rejects.toMatchObject({ code: 'results-invalid' });
  });
});
