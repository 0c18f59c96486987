import type { AppCore } from '../app/app-core.ts';
import { toErrorData } from '../contract/app-error.ts';

/**
 * Opens a folder that was open before; where it is not there any more, that is told, and it can be found.
 * @returns null where it is not there @throws AppError of another kind
 */
export async function openKnown<Opened>(
  core: AppCore,
  { folder, open }: { readonly folder: string; readonly open: (folder: string) => Promise<Opened> },
): Promise<Opened | null> {
  try {
    return await open(folder);
  } catch (error) {
    if (toErrorData(error).code !== 'folder-not-found') throw error;
    core.gone.show(folder, false);
    return null;
  }
}
