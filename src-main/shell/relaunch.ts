import { app } from 'electron';
import { ownAppImage } from '../files/app-image.ts';

/** What a start was given that this one has changed since. */
const HOME_AT_START = process.env['GENRESCOPE_HOME'];

/**
 * Has the app start again when it ends. An AppImage starts as the file that the user has: what it is unpacked to is gone
 * by then.
 * @param args without the program
 */
export function relaunch(args: readonly string[]): void {
  const image = ownAppImage(process.execPath, process.env);
  if (HOME_AT_START === undefined) delete process.env['GENRESCOPE_HOME'];
  else process.env['GENRESCOPE_HOME'] = HOME_AT_START;
  app.relaunch({ args: [...args], ...(image === null ? {} : { execPath: image }) });
}
