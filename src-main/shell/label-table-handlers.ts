import { basename, join } from 'node:path';
import { app } from 'electron';
import { texts } from '../texts/index.ts';
import type { AppCore } from '../app/app-core.ts';
import { readLabelTable, writeLabelTable } from '../files/label-table.ts';
import type { ImportedLabels } from '../use-cases/library/label-tracks.ts';
import { labelTracks } from '../use-cases/library/label-tracks.ts';
import type { Handlers } from '../contract/operations/index.ts';
import type { Dialogs } from './dialogs.ts';

const FILTERS = [{ name: texts.dialogs.fileTypes.csv, extensions: ['csv'] }];
const READ_FILTERS = [{ name: texts.dialogs.fileTypes.csv, extensions: ['csv', 'tsv', 'txt'] }];

/** Labels as a table, in and out; the page never names a path. */
export function createLabelTableHandlers(
  core: AppCore,
  dialogs: Dialogs,
): Pick<Handlers, 'labels.import' | 'labels.export'> {
  return {
    'labels.import': () => importLabels(core, dialogs),
    'labels.export': () => exportLabels(core, dialogs),
  };
}

async function importLabels(
  { stores, controllers: { labels } }: AppCore,
  dialogs: Dialogs,
): Promise<ImportedLabels | null> {
  const file = await dialogs.chooseFile({ title: texts.dialogs.importLabels, filters: READ_FILTERS });
  if (file === null) return null;
  const lines = await readLabelTable(file, () => undefined);
  let imported: ImportedLabels = { labelled: 0, leftOut: 0 };
  labels.edit((store) => (imported = labelTracks(lines, stores.tracks, store)));
  return imported;
}

async function exportLabels({ controllers: { labels } }: AppCore, dialogs: Dialogs): Promise<string | null> {
  const defaultPath = join(app.getPath('documents'), `${texts.dialogs.labelsFile}.csv`);
  const file = await dialogs.chooseOutput({ title: texts.dialogs.exportLabels, defaultPath, filters: FILTERS });
  if (file === null) return null;
  await writeLabelTable(file, await labels.labelled());
  return basename(file);
}
