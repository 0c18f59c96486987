import { basename } from 'node:path';
import { z } from 'zod';
import type { ErrorData } from '../../contract/app-error.ts';
import { throwIfCancelled, toErrorData } from '../../contract/app-error.ts';
import { checkOutput } from '../../files/output-file.ts';
import { writeFileAtomic } from '../../files/write-file-atomic.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import { FEATURE_COLUMNS, TRACK_FEATURE_OPTIONS, trackFeatures } from '../../pipeline/features/track-features.ts';
import { onlySamples } from '../../pipeline/decode/only-samples.ts';
import type { Listener } from '../../pipeline/hearing/hear.ts';
import { Hearer } from '../../pipeline/hearing/hear.ts';
import { listFiles } from '../analysis-run.ts';
import { csvCell } from '../../files/csv.ts';
import type { Command } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { describeError, EXIT, printJson, say } from '../output.ts';
import { createProgress } from '../progress.ts';
import { userSettings } from '../user-settings.ts';

const OPTIONS = { out: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'boolean' } } as const;
const optionsSchema = z.object({
  out: z.string({ error: 'give the CSV file to write' }),
  seconds: z.coerce.number().positive().optional(),
  json: z.boolean().default(false),
});

/** `genrescope features`: writes a table of audio features with the columns of GTZAN's features_30_sec.csv. */
export const features: Command = {
  help: `Usage: genrescope features PATH... --out CSV [--seconds N] [--json]

Writes one row per track: filename, length in seconds, then mean and variance of RMS, spectral centroid,
bandwidth and roll-off, zero-crossing rate and 20 MFCCs, as librosa computes them with its defaults.
  --out CSV      the CSV file to write
  --seconds N    analyse only the first N seconds of each track (default: the whole track)
  --json         JSON Lines on stdout and nothing else there
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    if (positionals.length === 0) throw new UsageError('Give a file or a folder.');
    const settings = await userSettings(context);
    const decoder = await openDecoder(settings.ffmpegPath, context.workerFolder);
    const { paths, failures } = await listFiles(positionals, context);
    const out = await checkOutput(options.out, 'csv', paths);
    const progress = createProgress('tracks');
    let failed = 0;
    const fail = (path: string, data: ErrorData) => {
      failed += 1;
      if (options.json) printJson({ path, status: 'error', error: data });
      else say(`failed: ${path}: ${describeError(data)}`);
    };
    async function* rows(): AsyncGenerator<string> {
      yield `filename,${FEATURE_COLUMNS.join(',')}\n`;
      for (const [index, path] of paths.entries()) {
        const duration = options.seconds === undefined ? {} : { durationSeconds: options.seconds };
        const hearer = new Hearer(path, [TRACK_FEATURE_OPTIONS.sampleRate], decoder, context.signal);
        const listen: Listener<number[]> = (open) => trackFeatures(() => onlySamples(open()));
        const heard = await hearer.hear({ startSeconds: 0, ...duration }, listen).catch((error: unknown) => {
          throwIfCancelled(context.signal);
          fail(path, toErrorData(error));
          return null;
        });
        if (heard) {
          const { result: row, channel } = heard;
          yield `${csvCell(basename(path))},${row.join(',')}\n`;
          const values = Object.fromEntries(FEATURE_COLUMNS.map((name, column) => [name, row[column]]));
          if (options.json) printJson({ path, status: 'ok', heardChannel: channel, features: values });
        }
        progress.step(index + 1, paths.length, failed);
      }
    }
    for (const { path, error } of failures) fail(path, error);
    await writeFileAtomic(out, rows()).finally(() => progress.finish());
    return failed > 0 ? EXIT.someFailed : EXIT.ok;
  },
};
