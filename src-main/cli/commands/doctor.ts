import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../../contract/settings.ts';
import { examineKept } from '../../library/examine-kept.ts';
import { readSettings } from '../../library/settings-store.ts';
import { examineSystem } from '../../pipeline/doctor.ts';
import { startRecogniser } from '../../pipeline/model/recogniser.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptionsAlone } from '../command.ts';
import { EXIT, print, printJson } from '../output.ts';

const SYMBOLS = { ok: '✓', warning: '!', missing: '✗' } as const;

/** `genrescope doctor`: which parts are in use and what is missing. */
export const doctor: Command = {
  summary: 'check the system: decoder, processor, models, library, settings',
  help: `Usage: genrescope doctor [--json]

Says which FFmpeg, which processor and which models are in use, whether library, settings and journal are sound, and what is
missing or broken. Changes nothing. Exit status 0: nothing (✗) is missing or broken, 2: something is.
`,
  async run(args, context) {
    const options = parseOptionsAlone(
      args,
      { json: { type: 'boolean' } },
      z.object({ json: z.boolean().default(false) }),
    );
    // What is wrong with the settings is a line of the check itself.
    const { settings } = await readSettings(context.paths.settings);
    const items = [
      ...(await examineSystem({
        home: context.paths.home,
        modelRoots: context.modelRoots,
        ffmpegPath: settings.ffmpegPath,
        provider: await tryProviders(settings, context),
      })),
      ...(await examineKept(context.paths)),
    ];
    for (const item of items) {
      if (options.json) printJson(item);
      else print(`${SYMBOLS[item.status]} ${item.name}: ${item.detail}${item.advice ? `\n    ${item.advice}` : ''}`);
    }
    return items.some(({ status }) => status === 'missing') ? EXIT.someFailed : EXIT.ok;
  },
};

/** Starts the chosen model for a moment: only a real session tells what really runs. */
async function tryProviders(settings: Settings, { modelRoots, workerFolder }: CommandContext) {
  try {
    const recogniser = await startRecogniser(settings.model, modelRoots, {
      workerFile: join(workerFolder, 'inference.worker.js'),
      provider: settings.provider,
      threads: 1,
    });
    await recogniser.close();
    return recogniser.provider;
  } catch {
    return null;
  }
}
