import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../../src-main/files/make-folder.ts';
import { writeFileAtomic } from '../../../src-main/files/write-file-atomic.ts';
import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import { featureSpecHash, inputShape } from '../../../src-main/pipeline/features/feature-spec.ts';
import type { SpectrogramSpec } from '../../../src-main/pipeline/features/spectrogram-spec.ts';
import { runnerOf } from '../../runtime/onnx-runner.ts';
import type { HeardClip } from './hear-clip.ts';
import { hearClip } from './hear-clip.ts';

/** A finished network, and what it hears. */
export interface Listener {
  readonly network: Uint8Array;
  readonly spec: SpectrogramSpec;
}

/** Where clips lie, and where what was heard is kept. */
export interface HearingPlace {
  /** Folder of the data, that the clips' paths start from. */
  readonly data: string;
  /** Folder of what was heard before. */
  readonly cache: string;
  readonly decoder: Decoder;
  readonly threads: number;
}

const BETWEEN_SAVES = 100;
const floats = z.array(z.number());
const cacheSchema = z.record(z.string(), z.strictObject({ features: floats, answers: floats }));
type Cache = z.infer<typeof cacheSchema>;

/**
 * What a network makes of clips, by path. What the same network heard of the same files before is read from the cache.
 * @param onProgress is told how many clips are heard @throws AppError
 */
export async function hearClips(
  paths: readonly string[],
  { network, spec }: Listener,
  { data, cache, decoder, threads }: HearingPlace,
  onProgress: (done: number, total: number) => void,
): Promise<Map<string, HeardClip>> {
  const digest = createHash('sha256').update(network).update(featureSpecHash(spec)).digest('hex');
  const file = join(cache, `${digest.slice(0, 16)}.json`);
  const kept = await readCache(file);
  const runner = await runnerOf(network, { patches: [-1, ...inputShape(spec)] }, 'cpu', threads);
  const clips = new Map<string, HeardClip>();
  let fresh = 0;
  for (const path of paths) {
    const key = `${path} ${(await stat(join(data, path))).size}`;
    const known = kept[key];
    const clip = known ? fromNumbers(known) : await hearClip(join(data, path), spec, runner, decoder);
    clips.set(path, clip);
    if (known) continue;
    kept[key] = { features: [...clip.features], answers: [...clip.answers] };
    fresh += 1;
    if (fresh % BETWEEN_SAVES === 0) await save(file, kept, cache);
    onProgress(clips.size, paths.length);
  }
  if (fresh > 0) await save(file, kept, cache);
  await runner.release();
  return clips;
}

async function readCache(file: string): Promise<Cache> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return cacheSchema.parse(JSON.parse(text));
}

async function save(file: string, kept: Cache, folder: string): Promise<void> {
  makeFolder(folder);
  await writeFileAtomic(file, [JSON.stringify(kept)]);
}

const fromNumbers = ({ features, answers }: Cache[string]): HeardClip => ({
  features: Float32Array.from(features),
  answers: Float32Array.from(answers),
});
