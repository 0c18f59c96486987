import { open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ErrorData } from '../../contract/app-error.ts';
import { throwIfCancelled, toErrorData } from '../../contract/app-error.ts';
import { readSettings } from '../../library/settings-store.ts';
import { createDecoder, locateFfmpeg } from '../../pipeline/decode/locate-ffmpeg.ts';
import { FEATURE_COLUMNS, TRACK_FEATURE_OPTIONS, trackFeatures } from '../../pipeline/features/track-features.ts';
import { listFiles } from '../analysis-session.ts';
import { csvCell } from '../../../training/dataset/csv.ts';
import type { Command } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { describeError, EXIT, printJson, say } from '../output.ts';
import { createProgress } from '../progress.ts';

const OPTIONS = { out: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'boolean' } } as const;
const optionsSchema = z.object({
  out: z.string({ error: 'name the CSV file to write' }),
  seconds: z.coerce.number().positive().optional(),
  json: z.boolean().default(false),
});

/** `genrescope features`: the table that GTZAN projects start from. */
export const features: Command = {
  summary: 'write a CSV of audio features, as in GTZAN’s features_30_sec.csv',
  help: `Usage: genrescope features PATH... --out CSV [--seconds N] [--json]

One row a track: filename, length in seconds, then mean and variance of RMS, spectral centroid, bandwidth and
roll-off, zero-crossing rate and 20 MFCC, as librosa computes them with its defaults.
  --out CSV      the file to write
  --seconds N    only the first N seconds of each track (default: all of it)
  --json         JSON Lines on stdout and nothing else there
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    if (positionals.length === 0) throw new UsageError('name a file or a folder');
    const settings = await readSettings(context.paths.settings);
    const decoder = createDecoder(await locateFfmpeg(settings.ffmpegPath), join(context.workerFolder, 'ffmpeg-core.worker.js'));
    const { paths, failures } = await listFiles(positionals, context.signal);
    const progress = createProgress('tracks');
    const part = `${options.out}.part`;
    const output = await open(part, 'w');
    let failed = 0;
    const fail = (path: string, data: ErrorData) => {
      failed += 1;
      if (options.json) printJson({ path, status: 'error', error: data });
      else say(`failed: ${path}: ${describeError(data)}`);
    };
    try {
      for (const { path, error } of failures) fail(path, error);
      await output.appendFile(`filename,${FEATURE_COLUMNS.join(',')}\n`);
      for (const [index, path] of paths.entries()) {
        const duration = options.seconds === undefined ? {} : { durationSeconds: options.seconds };
        const request = { path, sampleRate: TRACK_FEATURE_OPTIONS.sampleRate, ...duration };
        try {
          const row = await trackFeatures(() => decoder.decode(request, context.signal));
          await output.appendFile(`${csvCell(basename(path))},${row.join(',')}\n`);
          if (options.json) printJson({ path, status: 'ok', features: Object.fromEntries(FEATURE_COLUMNS.map((name, column) => [name, row[column]])) });
        } catch (error) {
          throwIfCancelled(context.signal);
          fail(path, toErrorData(error));
        }
        progress.step(index + 1, paths.length, failed);
      }
      await output.close();
      await rename(part, options.out);
    } finally {
      progress.finish();
      await output.close().catch(() => undefined);
      await rm(part, { force: true });
    }
    return failed > 0 ? EXIT.someFailed : EXIT.ok;
  },
};
