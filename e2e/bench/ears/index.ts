import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import { openDecoder } from '../../../src-main/pipeline/decode/open-decoder.ts';
import { replaceSection } from '../../../training/shipped/results-file.ts';
import { makeMusicLibrary } from '../music-library.ts';
import type { Accuracy } from './accuracy.ts';
import { accuraciesOfShipped, accuracyInFolds } from './accuracy.ts';
import type { Candidate } from './candidates.ts';
import { candidatesOf } from './candidates.ts';
import { drawEars } from './draw-ears.ts';
import { openEars } from './ears.ts';
import { earsSection } from './ears-table.ts';
import { decodeWindow } from './listening.ts';
import { timeNetworks } from './time-networks.ts';
import { timeStages } from './time-stages.ts';
import { timeAnalysis } from './whole-analysis.ts';

/**
 * `npm run bench:ears -- [--data FOLDER] [--musicnn FOLDER] [--mn04 FILE] [--music FOLDER] [--rounds N]`: what networks
 * that hear are worth, and what they take. With the clips of training it writes a section of training/RESULTS.md and
 * docs/ears.png; without them it prints times alone. Linux.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    features: { type: 'string', default: join('training', '.features') },
    musicnn: { type: 'string' },
    mn04: { type: 'string' },
    music: { type: 'string' },
    models: { type: 'string', default: join('resources', 'models') },
    rounds: { type: 'string', default: '15' },
    'analysis-rounds': { type: 'string', default: '5' },
    tracks: { type: 'string', default: '30' },
    out: { type: 'string', default: join('training', 'RESULTS.md') },
    figure: { type: 'string', default: join('docs', 'ears.png') },
  },
});
const rounds = Number(values.rounds);
const workerFolder = resolve('out', 'main');
const folder = mkdtempSync(join(tmpdir(), 'genrescope-ears-'));
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** By the candidates' titles; musicnn as published has none, as the default's network is the same function. */
async function measureAccuracies(
  data: string,
  candidates: readonly Candidate[],
  decoder: Decoder,
): Promise<Map<string, Accuracy>> {
  const shipped = await accuraciesOfShipped(values.models);
  const accuracies = new Map<string, Accuracy>();
  for (const candidate of candidates) {
    const { title, family, ships } = candidate;
    if (family === 'musicnn') continue;
    if (ships) accuracies.set(title, shipped.default);
    else if (family in shipped) accuracies.set(title, shipped[family as keyof typeof shipped]);
    else {
      say(`accuracy of ${title} …`);
      accuracies.set(title, await accuracyInFolds(candidate, { data, cache: values.features, decoder }, say));
    }
  }
  return accuracies;
}

try {
  const { musicnn = null, mn04 = null, music = null, models } = values;
  const ears = await openEars({ models, musicnn, mn04 });
  const candidates = candidatesOf(ears);
  const paths = makeMusicLibrary({ folder: join(folder, 'library'), music, tracks: Number(values.tracks) });
  const decoder = await openDecoder(null, workerFolder);
  const rates = candidates.flatMap((candidate) => candidate.ears.map(({ spec }) => spec.sampleRate));
  const window = await decodeWindow(paths[0] ?? '', [...new Set(rates)], decoder);
  const accuracies = values.data
    ? await measureAccuracies(values.data, candidates, decoder)
    : new Map<string, Accuracy>();
  say('networks …');
  const networks = await timeNetworks(ears, candidates, window, rounds);
  say('front ends and decoding …');
  const stages = await timeStages(candidates, paths, window, decoder, rounds);
  say('whole analyses …');
  const analyses = await timeAnalysis(paths, { models, workerFolder, rounds: Number(values['analysis-rounds']) });
  const figures = {
    networks,
    stages,
    analyses,
    rounds,
    accuracies,
    withRandomWeights: ears.withRandomWeights,
    music: music === null ? 'made' : 'given',
  } as const;
  const section = earsSection(figures);
  console.log(section);
  if (values.data) {
    await writeFile(values.out, replaceSection(await readFile(values.out, 'utf8').catch(() => ''), section));
    await writeFile(values.figure, await drawEars(figures));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
