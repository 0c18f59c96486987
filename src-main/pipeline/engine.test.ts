import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { directFileReader } from '../testing/direct-file-reader.ts';
import { synthesizeWav } from '../testing/synthesize.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { spectralTiltInference } from '../testing/test-model.ts';
import { createEngine } from './engine.ts';
import { recogniserOf } from './model/recogniser.ts';
import type { FileReader } from './scan/file-reader.ts';

/** Never reads the hostile file, or gives it up. */
const readerOf = (hostile: () => Promise<never>): FileReader => ({
  ...directFileReader,
  metadata: (path) => (path.includes('hostile') ? hostile() : directFileReader.metadata(path)),
});
const engineOf = (hostile: () => Promise<never>) =>
  createEngine(createTestDecoder(), recogniserOf('tilt', [spectralTiltInference()]), readerOf(hostile));

let paths: string[] = [];
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-engine-'));
  paths = ['a.wav', 'hostile.wav', 'b.wav'].map((name) => join(folder, name));
  for (const path of paths) await writeFile(path, synthesizeWav({ seconds: 2 }));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('an analysis of many files', () => {
  it('gives up one that takes too long to read, in every run anew, and does the others', async () => {
    const engine = engineOf(() => Promise.reject(new AppError('file-slow')));
    for (let run = 0; run < 2; run++) {
      const outcomes = new Map<string, string>();
      for await (const { path, outcome } of engine.analyze(paths, { window: 'full', jobs: 2 }))
        outcomes.set(path.slice(folder.length + 1), outcome.ok ? 'done' : outcome.error.code);
      expect(Object.fromEntries(outcomes)).toEqual({ 'a.wav': 'done', 'hostile.wav': 'file-slow', 'b.wav': 'done' });
    }
  });

  it('is cancelled within a second while a file is read that never ends, and keeps what is done', async () => {
    const engine = engineOf(() => new Promise(() => undefined));
    const controller = new AbortController();
    const done: string[] = [];
    let asked = 0;
    const analysis = (async () => {
      const files = engine.analyze(paths, { window: 'full', jobs: 3, signal: controller.signal });
      for await (const { path } of files) {
        done.push(path);
        if (done.length < 2) continue;
        asked = performance.now();
        controller.abort();
      }
    })();
    await expect(analysis).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - asked).toBeLessThan(1_000);
    expect(done).toHaveLength(2);
  });

  it('tells when what was given up on cancelling has ended, too', async () => {
    let end: (error: Error) => void = () => undefined;
    const engine = engineOf(() => new Promise((_, reject) => (end = reject)));
    const signal = AbortSignal.timeout(100);
    const analysis = (async () => {
      for await (const { path } of engine.analyze(paths, { window: 'full', jobs: 3, signal }))
        expect(paths).toContain(path);
    })();
    await expect(analysis).rejects.toMatchObject({ code: 'cancelled' });
    let isSettled = false;
    const settled = engine.settled().then(() => (isSettled = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isSettled).toBe(false);
    end(new AppError('file-slow'));
    await settled;
    expect(isSettled).toBe(true);
  });
});
