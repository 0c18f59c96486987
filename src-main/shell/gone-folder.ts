import type { AppCore } from '../app/app-core.ts';
import { failureWords } from '../app/opening.ts';
import { toErrorData } from '../contract/app-error.ts';
import { texts } from '../texts/index.ts';
import type { Dialogs } from './dialogs.ts';

/**
 * Opens a folder that was open before; where it is not there any more, that is told, and it can be found.
 * @returns null where it is not there @throws AppError of another kind
 */
export async function openKnown<Opened>(
  core: AppCore,
  dialogs: Dialogs,
  { folder, open }: { readonly folder: string; readonly open: (folder: string) => Promise<Opened> },
): Promise<Opened | null> {
  try {
    return await open(folder);
  } catch (error) {
    if (toErrorData(error).code !== 'folder-not-found') throw error;
    tellGone(core, dialogs, folder);
    return null;
  }
}

/** Offers to find a folder of a library that is not where it was. */
function tellGone(core: AppCore, dialogs: Dialogs, folder: string): void {
  const { gone } = texts.notices;
  core.notices.show(
    { severity: 'warning', title: gone.title, detail: gone.detail({ folder }) },
    { label: gone.find, run: () => find(core, dialogs, folder) },
  );
}

async function find(core: AppCore, dialogs: Dialogs, folder: string): Promise<void> {
  try {
    const chosen = await dialogs.chooseFolder(texts.dialogs.findFolder);
    if (chosen === null) tellGone(core, dialogs, folder);
    else await core.moveLibrary(folder, chosen);
  } catch (error) {
    core.notices.show(failureWords(error));
    tellGone(core, dialogs, folder);
  }
}
