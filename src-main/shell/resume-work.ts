import type { AppCore } from '../app/app-core.ts';
import type { LastRun } from '../app/last-run.ts';
import { interruptedNotice } from '../app/last-run-notice.ts';
import { failureWords } from '../app/opening.ts';
import { toErrorData } from '../contract/app-error.ts';
import type { MenuCommand } from '../contract/app-state.ts';
import type { InterruptedWork } from '../contract/values.ts';
import { texts } from '../texts/index.ts';
import type { Dialogs } from './dialogs.ts';
import { openKnown } from './gone-folder.ts';
import { chooseMusicFolder } from './library-handlers.ts';
import { takeList } from './named-list.ts';
import { sortNamed } from './named-music.ts';
import type { OpenRequest, OpenRequests } from './open-requests.ts';

/** What a start goes on with. */
export interface StartedApp {
  readonly core: AppCore;
  /** The data folder. */
  readonly home: string;
  readonly dialogs: Dialogs;
  readonly requests: OpenRequests;
  readonly last: LastRun | null;
  /** Has the page do what the menu can. */
  readonly command: (command: MenuCommand) => void;
  readonly log: (message: string) => void;
}

/** Opens a folder, takes up what the last run left, and scans the folder. @param request what this start asks for */
export async function resumeWork(started: StartedApp, request: OpenRequest): Promise<void> {
  const { core, home, log } = started;
  const { library, training, retrain, updates } = core.controllers;
  const bySystem = started.requests.begin((later) => void answerRequest(started, later));
  // Looking at the library waits for nothing.
  const named = [...request.named, ...takeList(home, request.list), ...bySystem];
  const folder = await showFirst(started, named).catch((error: unknown) => {
    core.notices.show(failureWords(error));
    return null;
  });
  // Copying a large library takes seconds. It begins before the scan, so that it holds what the last run left.
  void library.copy();
  void updates.start().catch((error: unknown) => log(`updates: ${toErrorData(error).message}`));
  await core.foldSearchTexts().catch((error: unknown) => log(`search: ${toErrorData(error).message}`));
  await core.repairJournal().catch((error: unknown) => log(`journal: ${toErrorData(error).message}`));
  await training.recover();
  await retrain.recover();
  if (training.state.phase === 'interrupted') tellInterrupted(started, 'training', 'show-training');
  if (retrain.state.phase === 'interrupted') tellInterrupted(started, 'retraining', 'show-retrain');
  if (folder !== null) await core.scanFolder(folder);
  if (request.choosesFolder) await answerRequest(started, { named: [], list: null, choosesFolder: true });
}

/** Opens what another start, or the system, asks for; what goes wrong is told in the window. */
async function answerRequest(
  { core, home, dialogs }: StartedApp,
  { named, list, choosesFolder }: OpenRequest,
): Promise<void> {
  try {
    const folder = await core.showNamed(await sortNamed([...named, ...takeList(home, list)]));
    if (folder !== null) await core.scanFolder(folder);
    if (choosesFolder) await chooseMusicFolder(core, dialogs);
  } catch (error) {
    core.notices.show(failureWords(error));
  }
}

/** Shows the folder that was named, else the last one. @returns the folder to scan; null where none is */
async function showFirst({ core }: StartedApp, named: readonly string[]): Promise<string | null> {
  const [last] = core.settings.current.recentFolders;
  const folder = await core.showNamed(await sortNamed(named), last ?? null);
  if (folder !== null || last === undefined) return folder;
  return openKnown(core, { folder: last, open: (path) => core.showFolder(path) });
}

/** Says what quitting, or a crash, interrupted; what the user had stopped before is not said again. */
function tellInterrupted({ core, last, command }: StartedApp, work: InterruptedWork, show: MenuCommand): void {
  if (!last?.mayHaveInterrupted(work)) return;
  core.notices.show(interruptedNotice(work), { label: texts.notices.interrupted.show, run: () => command(show) });
}
