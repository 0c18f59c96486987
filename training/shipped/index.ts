import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openDecoder } from '../../src-main/pipeline/decode/open-decoder.ts';
import { trainMusicnn } from './musicnn/train-musicnn.ts';
import type { OwnNetwork } from './train-networks.ts';
import { OWN_NETWORK_NAMES, trainNetworks } from './train-networks.ts';

const DEFAULT_MODEL = 'musicnn';
const MODELS = [DEFAULT_MODEL, ...OWN_NETWORK_NAMES, 'ensemble'] as const;

const HELP = `Usage: npm run train:default -- --data FOLDER --musicnn FOLDER [--mn04 FILE] [--taggrams FOLDER]
       npm run train:default -- --data FOLDER --only NAME [--outside]

Trains the default model, a head of genres and styles on musicnn, or the networks of our own
(${OWN_NETWORK_NAMES.join(', ')}; all of them: ensemble), and writes model.onnx and card.json of each.
  --data FOLDER     the folder that contains gtzan-logmel/, clips/, clips.csv and 4q-tags.csv
  --only NAME       train this instead: ${MODELS.slice(1).join(', ')}
  --out FOLDER      the folder of the models (default resources/models)
  --seed N          seed of the networks (default: the seed of each shipped model)
  --threads N       threads of ONNX Runtime (default 2)
  --no-test         do not evaluate on the test subset (while settings are still being chosen)
For ${DEFAULT_MODEL}:
  --musicnn FOLDER  the folder MSD_musicnn of the Python package musicnn 0.1.0
  --mn04 FILE       mn04_as_mAP_432.pt of EfficientAT, whose answers teach styles that no label tells; a head on its
                    own features is trained as well, and written to heads/efficientat-mn04
  --taggrams FOLDER the folder of GTZAN as musicnn’s tags, gtzan-musicnn-taggrams-train.npz and -test.npz
  --features FOLDER what was heard before, and is not heard again (default training/.features)
For networks of our own:
  --judged FOLDER   the folder of the same networks trained without GTZAN's valid subset, which calibrates and evaluates
                    them; networks that are there are not trained again (default training/.judged)
  --outside         instead, train each network eight times without one fold of the clips, to evaluate the ensemble on
                    the clips; takes three hours
  --folds FOLDER    the folder of the networks of --outside (default training/.folds)
  --epochs N        number of epochs (default: set by the architecture)
`;

const optionsSchema = z
  .object({
    data: z.string(),
    only: z.enum(MODELS).default(DEFAULT_MODEL),
    out: z.string().default('resources/models'),
    musicnn: z.string().optional(),
    mn04: z.string().optional(),
    taggrams: z.string().optional(),
    features: z.string().default('training/.features'),
    judged: z.string().default('training/.judged'),
    outside: z.boolean().default(false),
    folds: z.string().default('training/.folds'),
    seed: z.coerce.number().int().optional(),
    epochs: z.coerce.number().int().positive().optional(),
    threads: z.coerce.number().int().positive().default(2),
    'no-test': z.boolean().default(false),
  })
  .refine(({ only, musicnn }) => only !== DEFAULT_MODEL || musicnn !== undefined)
  // The head's folds are trained in any case, and its epochs are fixed.
  .refine(({ only, outside, epochs }) => only !== DEFAULT_MODEL || (!outside && epochs === undefined));

type Options = z.infer<typeof optionsSchema>;

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    options: {
      ...{ data: text, only: text, out: text, musicnn: text, mn04: text, taggrams: text, features: text },
      ...{ judged: text, folds: text, seed: text, epochs: text, threads: text },
      ...{ 'no-test': flag, outside: flag, help: { ...flag, short: 'h' } },
    },
  });
  const options = optionsSchema.safeParse(values);
  if (values.help || !options.success) {
    (values.help ? process.stdout : process.stderr).write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  await (options.data.only === DEFAULT_MODEL ? trainDefault(options.data) : trainOwn(options.data, options.data.only));
}

async function trainDefault({ data, musicnn = '', mn04, taggrams, ...options }: Options): Promise<void> {
  const seed = options.seed ?? 1;
  await trainMusicnn(
    {
      ...{ data, musicnn, seed },
      teacher: mn04 ?? null,
      taggrams: options['no-test'] ? null : (taggrams ?? null),
      out: options.out,
      cache: options.features,
      decoder: await openDecoder(null, import.meta.dirname),
      threads: options.threads,
      command: `npm run train:default -- --data FOLDER --musicnn FOLDER${mn04 ? ' --mn04 FILE' : ''} --seed ${seed}`,
    },
    say,
  );
}

async function trainOwn(options: Options, only: OwnNetwork | 'ensemble'): Promise<void> {
  await trainNetworks(
    {
      ...options,
      names: only === 'ensemble' ? OWN_NETWORK_NAMES : [only],
      seed: options.seed ?? null,
      epochs: options.epochs ?? null,
      isOutside: options.outside,
      isWithoutTest: options['no-test'],
      decoder: await openDecoder(null, import.meta.dirname),
    },
    say,
  );
}

await main();
