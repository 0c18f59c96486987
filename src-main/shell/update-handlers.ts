import { app } from 'electron';
import type { UpdateController } from '../app/update-controller.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { ReleaseNotes } from '../contract/updates.ts';
import { notesOf, parseChangelog } from '../files/changelog.ts';

/** The operations on newer versions; the page never names an address or a file. */
export function createUpdateHandlers(
  updates: UpdateController,
): Pick<Handlers, Extract<OperationName, `updates.${string}`>> {
  const done = async (work: Promise<void> | void): Promise<null> => {
    await work;
    return null;
  };
  return {
    'updates.state': () => updates.state,
    'updates.check': () => done(updates.check()),
    'updates.download': () => done(updates.download()),
    'updates.cancel': () => done(updates.cancel()),
    'updates.decline': () => done(updates.decline()),
    'updates.restart': () => done(updates.restart()),
    'updates.showFile': () => done(updates.showFile()),
    'updates.news': () => newsOf(app.getVersion()),
    'updates.dismissNews': () => done(updates.dismissNews()),
  };
}

/** The change log is built into the program, and loaded when it is read. */
async function newsOf(version: string): Promise<ReleaseNotes | null> {
  const { default: text } = await import('../../CHANGELOG.md?raw');
  return notesOf(parseChangelog(text), version);
}
