import { join } from 'node:path';
import { z } from 'zod';
import type { DoctorItem } from '../../contract/app-state.ts';
import type { Settings } from '../../contract/settings.ts';
import { examineKept } from '../../library/examine-kept.ts';
import { readSettings } from '../../library/settings-store.ts';
import { examineSystem } from '../../pipeline/doctor.ts';
import { startRecogniser } from '../../pipeline/model/recogniser.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptionsAlone } from '../command.ts';
import { EXIT, print, printJson } from '../output.ts';

const SYMBOLS = { ok: '✓', warning: '!', missing: '✗' } as const;

/** `genrescope doctor`: shows which components are in use and what is missing. */
export const doctor: Command = {
  help: `Usage: genrescope doctor [--json]

Shows the FFmpeg, the processor and the models in use, checks library, settings and journal, and lists what is missing
or broken (✗). Changes nothing. Exit status: 0 if nothing is missing or broken, else 2.
`,
  async run(args, context) {
    const options = parseOptionsAlone(
      args,
      { json: { type: 'boolean' } },
      z.object({ json: z.boolean().default(false) }),
    );
    // Faults of the settings are an item of the check itself.
    const { settings } = await readSettings(context.paths.settings);
    const items = [
      ...(await examineSystem({
        dataFolder: context.dataFolder,
        crashes: context.paths.crashes,
        modelRoots: context.modelRoots,
        ffmpegPath: settings.ffmpegPath,
        provider: await tryProviders(settings, context),
      })),
      ...(await examineKept(context.paths)),
    ];
    for (const item of items) {
      if (options.json) printJson(item);
      else for (const line of linesOf(item)) print(line);
    }
    return items.some(({ status }) => status === 'missing') ? EXIT.someFailed : EXIT.ok;
  },
};

function linesOf({ status, name, detail, advice }: DoctorItem): string[] {
  return [`${SYMBOLS[status]} ${name}: ${detail}`, ...(advice ? [`    ${advice}`] : [])];
}

/** Starts the chosen model briefly: only a session shows which processor really runs. */
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
