import type { AppUpdater } from 'electron-updater';
import { AppImageUpdater, DebUpdater, MacUpdater, NsisUpdater, RpmUpdater } from 'electron-updater';
import { AppError } from '../../contract/app-error.ts';
import { replaceAppImage, runAfterwards } from './app-image.ts';
import type { Installation } from './installation.ts';

/**
 * electron-updater deletes the old AppImage before it moves the new one from another folder, so that a full disk would leave
 * none, and runs the new one while the old one still runs.
 */
class OneFileUpdater extends AppImageUpdater {
  readonly #file: string;

  constructor(file: string) {
    super();
    this.#file = file;
  }

  protected override doInstall({ isForceRunAfter }: Parameters<AppImageUpdater['doInstall']>[0]): boolean {
    const { installerPath, downloadedUpdateHelper } = this;
    const sha512 = downloadedUpdateHelper?.downloadedFileInfo?.sha512;
    if (installerPath === null || sha512 === undefined) throw new AppError('update-not-installed');
    replaceAppImage(installerPath, this.#file, sha512);
    if (isForceRunAfter) runAfterwards(this.#file);
    return true;
  }
}

/** The part of electron-updater that knows the installation. */
export function createUpdater(installation: Installation): AppUpdater {
  if (installation.kind === 'app-image') return new OneFileUpdater(installation.file);
  if (installation.kind === 'rpm') return new RpmUpdater();
  // Of what the user unpacked, only the look for newer versions is used.
  if (process.platform === 'win32') return new NsisUpdater();
  return process.platform === 'darwin' ? new MacUpdater() : new DebUpdater();
}
