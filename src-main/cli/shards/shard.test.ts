import { describe, expect, it } from 'vitest';
import { pathOfBytes } from '../../files/fs-path.ts';
import { relativePath } from './relative-path.ts';
import { numberRanges, SeenShards } from './seen-shards.ts';
import { MOST_SHARDS, shardOf, shardOptionSchema } from './shard.ts';

const PATHS = Array.from({ length: 2_000 }, (_, index) => `${index % 37}/Tráck ${index * 7919}.flac`);

describe('shards', () => {
  it('take about as many files each', () => {
    for (const count of [1, 2, 3, 7, 64]) {
      const files = new Map<number, number>();
      for (const path of PATHS) {
        const index = shardOf(path, count);
        files.set(index, (files.get(index) ?? 0) + 1);
      }
      expect([...files.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      const mean = PATHS.length / count;
      for (const amount of files.values()) expect(Math.abs(amount - mean)).toBeLessThan(5 * Math.sqrt(mean) + 1);
    }
  });

  it('are the same on every machine and in every version', () => {
    // printf 'a/Zo\xc3\xab.flac' | sha256sum begins with c0d661c7c204.
    const hash = 0xc0d661c7c204;
    for (const count of [3, 7, MOST_SHARDS]) {
      expect(shardOf('a/Zoë.flac', count)).toBe((hash % count) + 1);
      expect(shardOf('a/Zoë.flac'.normalize('NFD'), count)).toBe((hash % count) + 1);
    }
  });

  it('take the bytes of a name that is not UTF-8', () => {
    // printf 'caf\xe9.mp3' | sha256sum begins with this.
    const name = pathOfBytes(Buffer.from('caf\xe9.mp3', 'latin1'));
    expect(shardOf(name, 1_000)).toBe((0xc523dac6422b % 1_000) + 1);
  });

  it('count from the folder', () => {
    expect(relativePath('/mnt/music', '/mnt/music/a/b.mp3')).toBe('a/b.mp3');
    expect(relativePath('/', '/a/b.mp3')).toBe('a/b.mp3');
  });

  it('are named by I/N and nothing else', () => {
    expect(shardOptionSchema.parse('3/8')).toEqual({ index: 3, count: 8 });
    for (const text of ['0/3', '4/3', '1', '1/0', '-1/3', '1/3/4', '1.5/3', 'a/b', '', `1/${MOST_SHARDS + 1}`])
      expect(shardOptionSchema.safeParse(text).error?.issues[0]?.message).toContain('is not I/N');
  });
});

describe('seen shards', () => {
  it('say which gave nothing, and which not everything', () => {
    const seen = new SeenShards();
    for (const index of [1, 3]) seen.see({ index, count: 4 });
    const lacking = PATHS.find((path) => shardOf(path, 4) === 3)!;
    seen.lack(lacking);
    seen.lack(PATHS.find((path) => shardOf(path, 4) === 2)!);
    expect(seen.report()).toEqual([{ count: 4, notSeen: [2, 4], incomplete: [3] }]);
  });

  it('are listed as job arrays take them', () => {
    expect(numberRanges([2, 5, 6, 7, 9, 10])).toBe('2,5-7,9-10');
    expect(numberRanges([])).toBe('');
  });
});
