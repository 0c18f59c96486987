import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDecoder } from '../../src-main/pipeline/decode/open-decoder.ts';
import { compareAnswers, openNetworks } from './networks/answers.ts';
import { compareFrontEnds, firstPatches } from './networks/front-ends.ts';
import { readGolden } from './networks/golden.ts';
/**
 * `npm run verify:networks -- --data FOLDER --musicnn FOLDER`: compares what we compute of GTZAN's own WAV files for
 * networks of others, and what these networks make of it here, with numbers of an independent implementation. The first
 * folder holds `pretrained/golden.json`, `pretrained/mn04_as_mAP_432.pt` and `data/gtzan-wav/`; the second is
 * `MSD_musicnn` of the Python package `musicnn` 0.1.0.
 */
const { values } = parseArgs({ options: { data: { type: 'string' }, musicnn: { type: 'string' } } });
if (!values.data) throw new Error('name the folder with pretrained/ and data/ by --data');
if (!values.musicnn) throw new Error('name the folder with musicnn’s checkpoint by --musicnn');
const golden = readGolden(values.data);
const decoder = await openDecoder(null, resolve('out', 'main'));
const networks = await openNetworks(values.musicnn, join(values.data, 'pretrained', 'mn04_as_mAP_432.pt'));

const largest = new Map<string, number>();
for (const name of Object.keys(golden.musicnn)) {
  const patches = await firstPatches(join(values.data, 'data', 'gtzan-wav', name), decoder);
  const comparisons = [
    ...compareFrontEnds(name, patches, golden),
    ...(await compareAnswers(name, patches, networks, golden)),
  ];
  for (const { what, difference, tolerance } of comparisons) {
    const isClose = difference <= tolerance;
    console.log(`${isClose ? 'as it should be' : 'WRONG'}: ${what} differs by at most ${difference.toExponential(1)}`);
    if (!isClose) process.exitCode = 1;
    const row = what.slice(name.length + 2);
    largest.set(row, Math.max(largest.get(row) ?? 0, difference));
  }
}
console.log(`\nLargest difference of ${Object.keys(golden.musicnn).length} files`);
for (const [row, difference] of largest) console.log(`  ${row.padEnd(50)} ${difference.toExponential(1)}`);
