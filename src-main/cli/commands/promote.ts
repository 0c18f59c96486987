import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import { writeSettings } from '../../library/settings-store.ts';
import { findUsableModel } from '../../pipeline/model/broken-models.ts';
import { promoted, rolledBack } from '../../use-cases/library/model-in-use.ts';
import type { Command } from '../command.ts';
import { parseOptions, parseOptionsAlone, UsageError } from '../command.ts';
import { EXIT, print } from '../output.ts';
import { userSettings } from '../user-settings.ts';

/** `genrescope promote`: another model becomes the one in use. */
export const promote: Command = {
  summary: 'make a model the one in use',
  help: `Usage: genrescope promote MODEL

The app and the command line use it from now on; tracks are analysed by it at the next scan. genrescope rollback goes back.
Close the app first.
`,
  async run(args, context) {
    const { paths, modelRoots } = context;
    const {
      positionals: [model, ...rest],
    } = parseOptions(args, {}, z.object({}));
    if (model === undefined || rest.length > 0) throw new UsageError('name one model; genrescope models lists them');
    await findUsableModel(model, modelRoots);
    const settings = await userSettings(context);
    await writeSettings(paths.settings, { ...settings, ...promoted(settings, model) });
    print(
      model === settings.model
        ? `“${model}” is in use already.`
        : `“${model}” is used from now on; before, it was “${settings.model}”.`,
    );
    return EXIT.ok;
  },
};

/** `genrescope rollback`: the model before is in use again. */
export const rollback: Command = {
  summary: 'go back to the model that was in use before',
  help: 'Usage: genrescope rollback\n',
  async run(args, context) {
    const { paths, modelRoots } = context;
    parseOptionsAlone(args, {}, z.object({}));
    const settings = await userSettings(context);
    const before = rolledBack(settings);
    if (!before) throw new AppError('request-invalid', 'No other model was in use before.');
    await findUsableModel(before.model, modelRoots);
    await writeSettings(paths.settings, { ...settings, ...before });
    print(`“${before.model}” is used again.`);
    return EXIT.ok;
  },
};
