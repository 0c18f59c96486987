import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import { writeLabelTable } from '../../files/label-table.ts';
import { LabelStore } from '../../library/label-store.ts';
import { RetrainStore } from '../../library/retrain-store.ts';
import { texts } from '../../texts/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { importLabels } from '../import-labels.ts';
import { withLibrary } from '../labelled-library.ts';
import { counted, EXIT, finishWithoutReaders, print } from '../output.ts';

/** `genrescope labels`: the user's labels as a table. */
export const labels: Command = {
  help: `Usage: genrescope labels import FILE
       genrescope labels export FILE
       genrescope labels undo
       genrescope labels redo

The table is a CSV file with the columns path and genre; semicolons separate several genres. Paths are relative to the
table. Columns are separated by commas, semicolons or tabs. The text is UTF-8, or UTF-16 as spreadsheets write it.
An import does not replace labels that you gave by hand in the app, and can be undone. undo takes back the last change of labels
or genres, whether it was made here or in the app, and redo makes it again. Files that the library does
not know are added to it. genrescope tag writes the labels into the files.
Close the app first, or scan again after an import.
`,
  async run(args, context) {
    const {
      positionals: [action, file, ...rest],
    } = parseOptions(args, {}, z.object({}));
    if ((action === 'undo' || action === 'redo') && file === undefined) return moveStep(action, context);
    if ((action !== 'import' && action !== 'export') || file === undefined || rest.length > 0)
      throw new UsageError('Give “import FILE”, “export FILE”, “undo” or “redo”.');
    if (action === 'export') return exportLabels(file, context);
    finishWithoutReaders();
    const { labelled, leftOut } = await importLabels(file, context);
    print(`${counted(labelled, 'track')} labelled.`);
    return leftOut > 0 ? EXIT.someFailed : EXIT.ok;
  },
};

async function moveStep(action: 'undo' | 'redo', context: CommandContext): Promise<number> {
  finishWithoutReaders();
  const step = await withLibrary(context, (database) => new LabelStore(database)[action](), { writes: true });
  if (!step) throw new AppError('request-invalid', `There is no change of labels to ${action}.`);
  print(texts.steps[action === 'undo' ? 'undone' : 'redone']({ step: step.what }));
  return EXIT.ok;
}

async function exportLabels(file: string, context: CommandContext): Promise<number> {
  return withLibrary(context, async (database) => {
    // A table must never replace a music file.
    if (extname(file).toLowerCase() !== '.csv') throw new UsageError('The name of the table must end in .csv.');
    const rows = await new RetrainStore(database).labelled();
    if (rows.length === 0 && existsSync(file)) throw new AppError('labels-none', resolve(file));
    await writeLabelTable(file, rows);
    print(`${counted(rows.length, 'labelled track')} written to ${resolve(file)}.`);
    return EXIT.ok;
  });
}
