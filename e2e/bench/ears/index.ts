import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDecoder } from '../../../src-main/pipeline/decode/open-decoder.ts';
import { replaceSection } from '../../../training/shipped/results-file.ts';
import { makeMusicLibrary } from '../music-library.ts';
import { candidatesOf } from './candidates.ts';
import { openEars } from './ears.ts';
import { earsSection } from './ears-table.ts';
import { decodeWindow } from './listening.ts';
import { timeNetworks } from './time-networks.ts';
import { timeStages } from './time-stages.ts';
import { timeAnalysis } from './whole-analysis.ts';

/**
 * `npm run bench:ears -- [--musicnn FOLDER] [--mn04 FILE] [--music FOLDER] [--rounds N] [--tracks N]`: what networks that
 * hear are worth and what they take, as a section of training/RESULTS.md and as docs/ears.png (Linux).
 */
const { values } = parseArgs({
  options: {
    musicnn: { type: 'string' },
    mn04: { type: 'string' },
    music: { type: 'string' },
    models: { type: 'string', default: join('resources', 'models') },
    rounds: { type: 'string', default: '15' },
    'analysis-rounds': { type: 'string', default: '5' },
    tracks: { type: 'string', default: '30' },
    out: { type: 'string', default: join('training', 'RESULTS.md') },
  },
});
const rounds = Number(values.rounds);
const workerFolder = resolve('out', 'main');
const folder = mkdtempSync(join(tmpdir(), 'genrescope-ears-'));
const say = (line: string) => void process.stderr.write(`${line}\n`);

try {
  const { musicnn = null, mn04 = null, music = null, models } = values;
  const ears = await openEars({ models, musicnn, mn04 });
  const candidates = candidatesOf(ears);
  const paths = makeMusicLibrary({ folder: join(folder, 'library'), music, tracks: Number(values.tracks) });
  const decoder = await openDecoder(null, workerFolder);
  const rates = candidates.flatMap((candidate) => candidate.ears.map(({ spec }) => spec.sampleRate));
  const window = await decodeWindow(paths[0] ?? '', [...new Set(rates)], decoder);
  say('networks …');
  const networks = await timeNetworks(ears, candidates, window, rounds);
  say('front ends and decoding …');
  const stages = await timeStages(candidates, paths, window, decoder, rounds);
  say('whole analyses …');
  const analyses = await timeAnalysis(paths, { models, workerFolder, rounds: Number(values['analysis-rounds']) });
  const section = earsSection({
    networks,
    stages,
    analyses,
    rounds,
    accuracies: new Map(),
    withRandomWeights: ears.withRandomWeights,
    music: music === null ? 'made' : 'given',
  });
  console.log(section);
  await writeFile(values.out, replaceSection(await readFile(values.out, 'utf8').catch(() => ''), section));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
