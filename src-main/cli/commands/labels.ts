import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import { writeLabelTable } from '../../files/label-table.ts';
import { RetrainStore } from '../../library/retrain-store.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { importLabels } from '../import-labels.ts';
import { withLibrary } from '../labelled-library.ts';
import { counted, EXIT, finishWithoutReaders, print } from '../output.ts';

/** `genrescope labels`: the user's labels as a table. */
export const labels: Command = {
  summary: 'bring your labels in from a table, or out into one',
  help: `Usage: genrescope labels import FILE
       genrescope labels export FILE

A CSV of path,genre; several genres are joined by ;. Paths are relative to the table. Commas, semicolons or tabs may part the
columns; the text is UTF-8, or UTF-16 as spreadsheets write it. What you labelled by hand in the app is not overwritten by an
import, and an import can be undone there. Files that the library does not know are taken into it; genrescope tag then
writes the labels. Close the app first, or scan again after an import.
`,
  async run(args, context) {
    const {
      positionals: [action, file, ...rest],
    } = parseOptions(args, {}, z.object({}));
    if ((action !== 'import' && action !== 'export') || file === undefined || rest.length > 0)
      throw new UsageError('say import FILE or export FILE');
    if (action === 'export') return exportLabels(file, context);
    finishWithoutReaders();
    const { labelled, leftOut } = await importLabels(file, context);
    print(`${counted(labelled, 'track')} labelled.`);
    return leftOut > 0 ? EXIT.someFailed : EXIT.ok;
  },
};

async function exportLabels(file: string, context: CommandContext): Promise<number> {
  return withLibrary(context, async (database) => {
    // A table never takes the place of music.
    if (extname(file).toLowerCase() !== '.csv') throw new UsageError('the name of the table must end in .csv');
    const rows = new RetrainStore(database).labelled();
    if (rows.length === 0 && existsSync(file)) throw new AppError('labels-none', resolve(file));
    await writeLabelTable(file, rows);
    print(`${counted(rows.length, 'labelled track')} in ${resolve(file)}.`);
    return EXIT.ok;
  });
}
