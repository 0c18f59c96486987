import { basename, join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, dialog } from 'electron';
import { texts } from '../texts/index.ts';
import { filesOfTable } from '../../training/runtime/labelled-files.ts';
import { labelTable } from '../../training/dataset/csv.ts';
import type { AppCore } from '../app/app-core.ts';
import { writeOutput } from '../files/output-file.ts';
import type { Handlers } from '../contract/channels.ts';

const FILTERS = [{ name: texts.dialogs.fileTypes.csv, extensions: ['csv'] }];
const READ_FILTERS = [{ name: texts.dialogs.fileTypes.csv, extensions: ['csv', 'tsv', 'txt'] }];

/** Labels as a table, in and out; the page never names a path. */
export function createLabelTableHandlers(
  core: AppCore,
  window: () => BrowserWindow | null,
): Pick<Handlers, 'labels.import' | 'labels.export'> {
  return {
    'labels.import': async () => {
      const options = { title: texts.dialogs.importLabels, properties: ['openFile' as const], filters: READ_FILTERS };
      const parent = window();
      const {
        filePaths: [file],
      } = parent ? await dialog.showOpenDialog(parent, options) : await dialog.showOpenDialog(options);
      if (file === undefined) return null;
      const listed = await filesOfTable(file, () => undefined);
      const known = listed.flatMap(({ path, genres }) => {
        const id = core.tracks.idOf(path);
        return id === null ? [] : [{ id, genres }];
      });
      let labelled = 0;
      core.labels.edit((labels) => (labelled = labels.take(known, 'import')));
      return { labelled, leftOut: listed.length - known.length };
    },
    'labels.export': async () => {
      const options = {
        title: texts.dialogs.exportLabels,
        defaultPath: join(app.getPath('documents'), `${texts.dialogs.labelsFile}.csv`),
        filters: FILTERS,
      };
      const parent = window();
      const { canceled, filePath } = parent
        ? await dialog.showSaveDialog(parent, options)
        : await dialog.showSaveDialog(options);
      if (canceled || !filePath) return null;
      await writeOutput(filePath, 'csv', [], [labelTable(core.labels.labelled())]);
      return basename(filePath);
    },
  };
}
