import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDecoder } from '../../src-main/pipeline/decode/open-decoder.ts';
import { compareFrontEnds, firstPatches } from './networks/front-ends.ts';
import { readGolden } from './networks/golden.ts';

/**
 * `npm run verify:networks -- --data FOLDER`: compares what we compute of GTZAN's own WAV files for networks of others
 * with numbers of an independent implementation. The folder holds `pretrained/golden.json` and `data/gtzan-wav/`.
 */
const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (!values.data) throw new Error('name the folder with pretrained/ and data/ by --data');
const golden = readGolden(values.data);
const decoder = await openDecoder(null, resolve('out', 'main'));

for (const name of Object.keys(golden.musicnn)) {
  const patches = await firstPatches(join(values.data, 'data', 'gtzan-wav', name), decoder);
  // What the networks make of these patches is compared here as well, by a file of its own in networks/.
  const comparisons = [...compareFrontEnds(name, patches, golden)];
  for (const { what, difference, tolerance } of comparisons) {
    const isClose = difference <= tolerance;
    console.log(`${isClose ? 'as it should be' : 'WRONG'}: ${what} differs by at most ${difference.toExponential(1)}`);
    if (!isClose) process.exitCode = 1;
  }
}
