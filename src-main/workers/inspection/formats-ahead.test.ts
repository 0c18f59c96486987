import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../contract/app-error.ts';
import type { TaggedFormat } from '../../pipeline/scan/tagged-format.ts';
import { FormatsAhead } from './formats-ahead.ts';

let folder = '';
let path = '';
let read: string[] = [];
let refused = 0;
let formats: FormatsAhead;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-ahead-'));
  path = join(folder, 'a.mp3');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await writeFile(path, 'sound');
  [read, refused] = [[], 0];
  formats = new FormatsAhead((of) => {
    read.push(of);
    return refused-- > 0 ? Promise.reject(new AppError('file-slow')) : Promise.resolve(formatOf(read.length));
  });
});

/** A format that tells when it was read. */
const formatOf = (count: number): TaggedFormat => ({
  sampleRate: 44_100,
  channels: 2,
  durationSeconds: count,
  beatsPerMinute: null,
});
const ask = (signal = new AbortController().signal) => formats.format(path, signal);

describe('formats that are read ahead', () => {
  it('are read once, however often they are announced', async () => {
    formats.prepare(path);
    formats.prepare(path);
    expect(await ask()).toEqual(formatOf(1));
    expect(await ask()).toEqual(formatOf(1));
    expect(read).toEqual([path]);
  });

  it('are read anew of a file that changed, and of another one', async () => {
    expect(await ask()).toEqual(formatOf(1));
    formats.prepare(path);
    expect(await ask()).toEqual(formatOf(2));
    await writeFile(path, 'other sound');
    expect(await ask()).toEqual(formatOf(3));
    formats.prepare(join(folder, 'none.mp3'));
    await ask();
    expect(read.filter((of) => of === path)).toHaveLength(4);
  });

  it('are read anew where that failed', async () => {
    refused = 1;
    formats.prepare(path);
    expect(await ask()).toEqual(formatOf(2));
    refused = 2;
    formats = new FormatsAhead(() => Promise.reject(new AppError('file-empty')));
    formats.prepare(path);
    await expect(ask()).rejects.toMatchObject({ code: 'file-empty' });
  });
});
