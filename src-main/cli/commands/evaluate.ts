import { SUBSETS } from '../../../training/dataset/example.ts';
import { z } from 'zod';
import { frontEndOf, isSameFrontEnd } from '../../../training/dataset/front-end-spec.ts';
import { evaluateModels, unknownGenres } from '../../../training/runtime/evaluate-model.ts';
import { figures } from '../../../training/runtime/say-training.ts';
import { splitDataset } from '../../../training/dataset/split.ts';
import { findModelFolder } from '../../pipeline/model/model-folder.ts';
import { jointTemperatureOf, loadMembers } from '../../pipeline/model/recogniser.ts';
import type { Command } from '../command.ts';
import { parseOptionsAlone, UsageError } from '../command.ts';
import { checkDataOptions, DATA_HELP, DATA_OPTIONS, dataOptionsSchema, foldsOf, openDataset } from '../data-options.ts';
import { modelChoice } from '../model-choice.ts';
import { counted, EXIT, print, printJson } from '../output.ts';

const OPTIONS = { ...DATA_OPTIONS, model: { type: 'string' }, part: { type: 'string' } } as const;

const optionsSchema = dataOptionsSchema.extend({
  model: z.string({ error: 'give a model or its folder' }),
  part: z.enum([...SUBSETS, 'all']).optional(),
});

/** `genrescope evaluate`: measures the accuracy of a model. */
export const evaluate: Command = {
  help: `Usage: genrescope evaluate --model NAME_OR_DIR (--data DIR | --labels FILE | --gtzan-logmel DIR) [options]

${DATA_HELP}
  --part P              the subset: train, valid, test or all
                        (default: test with --split or --gtzan-logmel, else all)
  --json                one JSON object on stdout
`,
  async run(args, context) {
    const options = parseOptionsAlone(args, OPTIONS, optionsSchema);
    const kind = checkDataOptions(options);
    const part = options.part ?? (kind === null ? 'all' : 'test');
    if (kind === null && part !== 'all') throw new UsageError(`--part ${part} needs a --split.`);
    if (kind === null && options.folds !== undefined) throw new UsageError('--folds needs a --split.');
    const { model, modelRoots } = await modelChoice(options.model, context.modelRoots);
    const folder = await findModelFolder(model, modelRoots);
    const members = await loadMembers(folder, modelRoots);
    const [first] = members;
    if (!first) throw new UsageError(`The ensemble ${options.model} has no members.`);
    const { patchFrames } = first.card.featureSpec;
    const frontEnd = frontEndOf(first.card.featureSpec);
    if (members.some(({ card }) => !isSameFrontEnd(frontEndOf(card.featureSpec), frontEnd)))
      throw new UsageError('The members of this ensemble hear sound in different ways. Evaluate them one by one.');
    const { dataset, leftOut } = await openDataset(options, frontEnd, context);
    if (dataset.frontEnd.hopLength !== frontEnd.hopLength)
      throw new UsageError(
        `The model has a hop length of ${frontEnd.hopLength} samples, ` +
          `but the log-mel pictures have ${dataset.frontEnd.hopLength}.`,
      );
    const split =
      kind === null
        ? null
        : splitDataset(dataset, { kind, seed: options.seed, segmentFrames: patchFrames, ...foldsOf(options) });
    const examples = part === 'all' || !split ? dataset.examples : split[part];
    const result = await evaluateModels(members, dataset, examples, options.threads, await jointTemperatureOf(folder));
    const unknown = unknownGenres(dataset, examples, first.card.genres);
    if (options.json)
      printJson({
        model: options.model,
        split: kind,
        part,
        classes: first.card.genres,
        ...result,
        leftOut: { files: leftOut, genres: Object.fromEntries(unknown) },
      });
    else for (const line of [figures(result), ...leftOutLines(leftOut, unknown)]) print(line);
    return leftOut > 0 ? EXIT.someFailed : EXIT.ok;
  },
};

function leftOutLines(files: number, unknown: ReadonlyMap<string, number>): string[] {
  const tracks = [...unknown.values()].reduce((sum, amount) => sum + amount, 0);
  const genres = [...unknown].map(([genre, amount]) => `${genre} ${amount}`).join(', ');
  return [
    ...(tracks > 0 ? [`left out: ${counted(tracks, 'track')} of genres that the model does not know (${genres})`] : []),
    ...(files > 0 ? [`left out: ${counted(files, 'file')} that cannot be used`] : []),
  ];
}
