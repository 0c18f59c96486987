import { access, constants, readdir } from 'node:fs/promises';
import { toErrorData } from '../contract/app-error.ts';
import type { DoctorItem } from '../contract/app-state.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import { readBatchState } from '../tags/batch-state.ts';
import { listBatchIds } from '../tags/journal.ts';
import type { AppPaths } from './app-paths.ts';
import { countedCopies, listCopies } from './copies.ts';
import type { LibraryExamination } from './examine-library.ts';
import { examineLibrary } from './examine-library.ts';
import { readSettings } from './settings-store.ts';

/**
 * The system check's lines on what the app itself keeps: library, settings, journal of tag changes. Changes nothing.
 */
export async function examineKept({
  database,
  settings,
  journal,
}: Pick<AppPaths, 'database' | 'settings' | 'journal'>): Promise<DoctorItem[]> {
  return [
    libraryItem(examineLibrary(database, 'quick'), database),
    await settingsItem(settings),
    await journalItem(journal),
  ];
}

function libraryItem({ state, faults, facts }: LibraryExamination, path: string): DoctorItem {
  const copies = listCopies(path).length;
  const kept = countedCopies(copies);
  if (state === 'sound')
    return {
      name: 'Library',
      status: 'ok',
      detail: `${path}: ${facts?.tracks ?? 0} tracks, ${facts?.labels ?? 0} labels; ${kept}`,
      advice: null,
    };
  if (state === 'missing' && copies === 0)
    return { name: 'Library', status: 'ok', detail: `${path} does not exist yet`, advice: null };
  const detail = `${path}: ${state}: ${faults.join('; ')}; ${kept}`;
  if (state === 'locked')
    return { name: 'Library', status: 'warning', detail, advice: 'Another program is using the library.' };
  if (state === 'newer')
    return { name: 'Library', status: 'missing', detail, advice: ERROR_TEXTS['library-newer'].advice };
  if (state === 'unreadable')
    return {
      name: 'Library',
      status: 'missing',
      detail,
      advice: 'Check the permissions of the file and of its folder, and the disk.',
    };
  return {
    name: 'Library',
    status: 'missing',
    detail,
    advice:
      '“genrescope library restore” restores the newest intact copy, ' +
      'and “genrescope library restore --new” creates an empty library. The present file is kept.',
  };
}

async function settingsItem(path: string): Promise<DoctorItem> {
  const { faults, isBroken } = await readSettings(path);
  if (faults.length === 0) return { name: 'Settings', status: 'ok', detail: path, advice: null };
  const advice = isBroken
    ? 'The app uses the defaults for all settings. Repair the file, or change a setting. ' +
      'A copy of the present file is kept.'
    : 'The app uses the defaults for these settings. The other settings are valid.';
  return {
    name: 'Settings',
    status: isBroken ? 'missing' : 'warning',
    detail: `${path}: ${faults.join('; ')}`,
    advice,
  };
}

async function journalItem(root: string): Promise<DoctorItem> {
  try {
    await readdir(root);
    await access(root, constants.R_OK | constants.W_OK);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return { name: 'Tag journal', status: 'ok', detail: `${root} does not exist yet`, advice: null };
    return {
      name: 'Tag journal',
      status: 'missing',
      detail: `${root}: ${toErrorData(error).message}`,
      advice: 'Tags cannot be written or undone until this folder can be read and written.',
    };
  }
  return batchesItem(root);
}

async function batchesItem(root: string): Promise<DoctorItem> {
  const ids = await listBatchIds(root);
  const unreadable: string[] = [];
  let unfinished = 0;
  for (const id of ids) {
    const { head, files } = await readBatchState(root, id);
    if (!head) unreadable.push(id);
    if (files.some(({ last }) => last === 'begun' || last === 'prepared' || last === 'undo-begun')) unfinished += 1;
  }
  const counted = `${ids.length} ${ids.length === 1 ? 'batch' : 'batches'}, ${unfinished} unfinished`;
  const unread = unreadable.length > 0 ? `; cannot be read: ${unreadable.join(', ')}` : '';
  const detail = `${root}: ${counted}${unread}`;
  if (unreadable.length > 0)
    return {
      name: 'Tag journal',
      status: 'missing',
      detail,
      advice: 'These batches cannot be undone. Restore their files from a backup.',
    };
  return {
    name: 'Tag journal',
    status: unfinished > 0 ? 'warning' : 'ok',
    detail,
    advice:
      unfinished > 0
        ? 'Tags are being written, or writing was interrupted. ' +
          'The next start of the app, or “genrescope undo --list”, repairs the batch.'
        : null,
  };
}
