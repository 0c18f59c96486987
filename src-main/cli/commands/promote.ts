import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import { writeSettings } from '../../library/settings-store.ts';
import { findUsableModel } from '../../pipeline/model/broken-models.ts';
import { promoted, rolledBack } from '../../use-cases/library/model-in-use.ts';
import type { Command } from '../command.ts';
import { parseOptions, parseOptionsAlone, UsageError } from '../command.ts';
import { EXIT, print } from '../output.ts';
import { userSettings } from '../user-settings.ts';

/** `genrescope promote`: chooses the model in use. */
export const promote: Command = {
  help: `Usage: genrescope promote MODEL

The app and the command line use this model from now on. The next scan analyses the tracks with it.
genrescope rollback returns to the previous model. Close the app first.
`,
  async run(args, context) {
    const { paths, modelRoots } = context;
    const {
      positionals: [model, ...rest],
    } = parseOptions(args, {}, z.object({}));
    if (model === undefined || rest.length > 0) throw new UsageError('Give one model. “genrescope models” lists them.');
    await findUsableModel(model, modelRoots);
    const settings = await userSettings(context);
    await writeSettings(paths.settings, { ...settings, ...promoted(settings, model) });
    print(
      model === settings.model
        ? `“${model}” is already in use.`
        : `“${model}” is now in use. The previous model is “${settings.model}”.`,
    );
    return EXIT.ok;
  },
};

/** `genrescope rollback`: returns to the previous model. */
export const rollback: Command = {
  help: 'Usage: genrescope rollback\n',
  async run(args, context) {
    const { paths, modelRoots } = context;
    parseOptionsAlone(args, {}, z.object({}));
    const settings = await userSettings(context);
    const before = rolledBack(settings);
    if (!before) throw new AppError('request-invalid', 'There is no previous model.');
    await findUsableModel(before.model, modelRoots);
    await writeSettings(paths.settings, { ...settings, ...before });
    print(`“${before.model}” is in use again.`);
    return EXIT.ok;
  },
};
