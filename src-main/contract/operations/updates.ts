import { nothing, operation } from '../operation.ts';
import type { ReleaseNotes, UpdateState } from '../updates.ts';

/** Newer versions of the app. Addresses and files are the main process's: the page names none. */
export const UPDATES_OPERATIONS = {
  /** Asks no server. */
  'updates.state': operation(nothing).returns<UpdateState>(),
  /** Asks the server now, whatever the setting says. */
  'updates.check': operation(nothing).withConsequences().returns<null>(),
  'updates.download': operation(nothing).withConsequences().returns<null>(),
  'updates.cancel': operation(nothing).returns<null>(),
  /** The offered version is neither installed nor mentioned again. */
  'updates.decline': operation(nothing).withConsequences().returns<null>(),
  /** Ends the app, installs the downloaded version and starts it. */
  'updates.restart': operation(nothing).withConsequences().returns<null>(),
  /** Shows the downloaded file in its folder. */
  'updates.showFile': operation(nothing).withConsequences().returns<null>(),
  /** What changed in the running version; null where the change log does not say. */
  'updates.news': operation(nothing).returns<ReleaseNotes | null>(),
  'updates.dismissNews': operation(nothing).withConsequences().returns<null>(),
};
