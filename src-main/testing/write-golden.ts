import { writeFileSync } from 'node:fs';
import { GOLDEN_CASES } from './golden-signals.ts';
import { referenceDecibels, referenceMel, referenceMfcc } from './reference-features.ts';

/** `npm run golden`: computes the checked-in numbers anew, from the definitions. */
const golden = Object.fromEntries(
  Object.entries(GOLDEN_CASES).map(([name, { signal, ...options }]) => {
    const mel = referenceMel(signal(), { ...options, sampleRate: 22_050 });
    const round = (rows: readonly (readonly number[])[]) =>
      rows.map((row) => row.map((value) => Number(value.toFixed(6))));
    return [
      name,
      {
        // Every other frame: enough to pin everything down, and small.
        logMel: round(referenceDecibels(mel, 'max', 80).filter((_, frame) => frame % 2 === 0)),
        mfcc: round(referenceMfcc(referenceDecibels(mel, 1, 80), 20)),
      },
    ];
  }),
);
writeFileSync(new URL('../pipeline/features/golden.json', import.meta.url), `${JSON.stringify(golden)}\n`);
