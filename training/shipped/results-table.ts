import { z } from 'zod';
import { percent, whole } from '../../src-main/texts/format.ts';
import { markdownTable } from './results-file.ts';

const runSchema = z.object({
  split: z.string(),
  accuracy: z.number(),
  interval95: z.tuple([z.number(), z.number()]),
  tracks: z.number(),
  macroF1: z.number(),
  /** Whose weights were evaluated. */
  epoch: z.number(),
  secondsPerEpoch: z.number(),
});

/** One architecture by both protocols. */
export const rowSchema = z.object({
  name: z.string(),
  parameters: z.number(),
  usual: runSchema,
  honest: runSchema,
  date: z.string(),
  seed: z.number(),
});
/** See {@link rowSchema}. */
export type Row = z.infer<typeof rowSchema>;

/** RESULTS.md’s section about architectures. */
export function resultsTable(rows: readonly Row[], { threads }: { readonly threads: number }): string {
  const lines = rows.map(({ name, parameters, usual, honest, date, seed }) => [
    `\`${name}\``,
    whole(parameters),
    `${percent(usual.accuracy, 1)} of ${usual.tracks} (${usual.split})`,
    `**${percent(honest.accuracy, 1)}** of ${honest.tracks}`,
    `${percent(honest.interval95[0], 1)} to ${percent(honest.interval95[1], 1)}`,
    honest.macroF1.toFixed(3),
    honest.secondsPerEpoch.toFixed(1),
    String(honest.epoch),
    String(seed),
    date,
  ]);
  const header = [
    'architecture',
    'parameters',
    'the field’s usual protocol',
    'fault-filtered',
    '95% interval',
    'macro F1',
    's/epoch',
    'epoch',
    'seed',
    'date',
  ];
  const table = markdownTable([header, ...lines]);
  return `# Every architecture on GTZAN, by two protocols

Written by \`npm run table:gtzan\`: every row is trained from scratch on the log-mel pictures of GTZAN (999 clips of 30
seconds, one frame every 77.5 ms, so that the field's 130 frames are ten seconds here), in ONNX Runtime on the CPU with
${threads} threads. Both columns are accuracies on test sets that were not used to choose networks or settings.

${table}

## What the gap means

**The field's usual protocol** cuts clips into pieces and deals the pieces out by chance (\`random-segments\`), so that
pieces of one recording lie on both sides, or deals whole clips out by genre (\`stratified\`), so that artists and repeated
recordings do. A network is then rewarded for recognising a recording, a studio or a singer. **Fault-filtered** (Kereliuk,
Sturm & Larsen 2015) leaves faulty and repeated clips out and keeps every artist in one subset: it asks for the genre of
music by artists that the network has not heard. The difference between the columns is what was never knowledge of genres.
Nothing else differs: network, recipe, seed and code are the same.

With about 290 test clips, differences of less than five points between rows of the honest column are chance.
`;
}

const OWN_BASES = `features of \`mel-cnn\`, \`mel-gru\` and \`mel-statistics\` that were trained on GTZAN
alone and never heard these clips (the shipped ones know most of them)`;
const HEAD_BASE = `the features of \`musicnn\` and what a head says of them that was trained as the
shipped one, on these clips, but without the artist of each`;

/** RESULTS.md’s section about personal models. @param hasHead whether the base is a model with a head, not our networks */
export function personalSection(figures: string, hasHead: boolean): string {
  return `# Genres of one’s own

Written by \`npm run bench:retrain\`: a last layer learned from so many labels a genre, on ${hasHead ? HEAD_BASE : OWN_BASES}.
700 clips of 30 seconds under their collections' own names; 40% of the artists are held out. Accuracies in %, mean of five
seeds and half of its 95% interval. *known*: eight genres that the bases know. *mixed*: eleven, of which six count as known
and, as pop_rock, the sum of four; electronic, folk, latin and rnb count as new. The bases answer for the genres that count
as known. The prior's strengths were looked at on half of these artists, the rates of full training on the first seed: coarse
choices, but choices.

${figures}
`;
}
