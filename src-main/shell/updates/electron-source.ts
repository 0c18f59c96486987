import { app, shell } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { CancellationToken } from 'electron-updater';
import { AppError } from '../../contract/app-error.ts';
import type { DownloadProgress } from '../../contract/networks.ts';
import type { UpdateOffer, UpdateWay } from '../../contract/updates.ts';
import { Watchdog } from '../../download/watchdog.ts';
import type { UpdateSource } from '../../app/update-source.ts';
import { UpdateDoor } from './door.ts';
import { updateFailure } from './failure.ts';
import type { UpdateFeed } from './feed.ts';
import { installCommand } from './install-command.ts';
import type { Installation } from './installation.ts';
import { WAYS } from './installation.ts';
import { parseOffered } from './offered-version.ts';
import { createUpdater } from './updaters.ts';

const CHECK_MILLISECONDS = 30_000;
const STALL_MILLISECONDS = 60_000;
/** Of the file that each kind of installation takes; an archive is not downloaded. */
const EXTENSIONS: Readonly<Record<Installation['kind'], string | null>> = {
  'app-image': 'appimage',
  nsis: 'exe',
  mac: 'zip',
  deb: 'deb',
  rpm: 'rpm',
  archive: null,
};

/** Updates by electron-updater, behind a door of its own to the network. */
export class ElectronSource implements UpdateSource {
  readonly way: UpdateWay;
  readonly server: string;
  readonly #installation: Installation;
  readonly #feed: UpdateFeed;
  readonly #updater: AppUpdater;
  readonly #door: UpdateDoor;
  #offer: UpdateOffer | null = null;
  #file: string | null = null;

  constructor(feed: UpdateFeed, installation: Installation, log: (message: string) => void) {
    this.way = WAYS[installation.kind];
    this.server = feed.server;
    this.#installation = installation;
    this.#feed = feed;
    this.#updater = createUpdater(installation);
    configure(this.#updater, feed, log);
    this.#door = new UpdateDoor(this.#updater, feed, log);
  }

  async check(): Promise<UpdateOffer | null> {
    try {
      const result = await this.#door.during(CHECK_MILLISECONDS, () => this.#updater.checkForUpdates());
      if (!result) throw new AppError('update-unavailable');
      if (!result.isUpdateAvailable) return null;
      const found = parseOffered(result.updateInfo, EXTENSIONS[this.#installation.kind]);
      return (this.#offer = { ...found, address: this.#feed.address });
    } catch (error) {
      throw updateFailure(error, false);
    }
  }

  async download(signal: AbortSignal, onProgress: (progress: DownloadProgress) => void): Promise<string | null> {
    const watchdog = new Watchdog(signal);
    const token = new CancellationToken();
    watchdog.signal.addEventListener('abort', () => token.cancel(), { once: true });
    const follow = followProgress(watchdog, this.#offer?.bytes ?? 0, onProgress);
    this.#updater.on('download-progress', follow);
    this.#updater.autoInstallOnAppQuit = this.way === 'installs';
    try {
      watchdog.expect(STALL_MILLISECONDS, stalled());
      const [file] = await this.#door.during(null, () => this.#updater.downloadUpdate(token));
      this.#file = file ?? null;
      return file === undefined ? null : installCommand(this.#installation.kind, file);
    } catch (error) {
      throw watchdog.failure ?? updateFailure(error, true);
    } finally {
      watchdog.rest();
      this.#updater.off('download-progress', follow);
    }
  }

  leaveOut(): void {
    this.#updater.autoInstallOnAppQuit = false;
  }

  restart(): void {
    const failures: Error[] = [];
    const note = (error: Error) => void failures.push(error);
    this.#updater.on('error', note);
    // Silently, since what the installer would ask was asked when the app was installed.
    this.#updater.quitAndInstall(true, true);
    this.#updater.off('error', note);
    const [failure] = failures;
    if (failure) throw new AppError('update-not-installed', failure.message, { cause: failure });
  }

  showFile(): void {
    if (this.#file !== null) shell.showItemInFolder(this.#file);
  }
}

/** Nothing happens by itself, and no older version is ever taken. */
function configure(updater: AppUpdater, { path }: UpdateFeed, log: (message: string) => void): void {
  const tell = (message: unknown) => log(`update: ${message instanceof Error ? message.message : String(message)}`);
  updater.logger = { info: tell, warn: tell, error: tell };
  updater.updateConfigPath = path;
  updater.forceDevUpdateConfig = !app.isPackaged;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // One request for one file of a known size; parts of files would need a list of parts that nobody has checked.
  updater.disableDifferentialDownload = true;
}

const stalled = (): AppError => new AppError('update-cut', 'The server sent nothing for a minute.');

/** Passes progress on; a file that stalls, or that grows beyond its size, ends the download. */
function followProgress(watchdog: Watchdog, bytes: number, onProgress: (progress: DownloadProgress) => void) {
  return ({ transferred, bytesPerSecond }: { transferred: number; bytesPerSecond: number }): void => {
    if (transferred > bytes)
      return watchdog.expect(0, new AppError('update-different', `More than ${bytes} bytes were sent.`));
    watchdog.expect(STALL_MILLISECONDS, stalled());
    const etaSeconds = bytesPerSecond > 0 ? (bytes - transferred) / bytesPerSecond : null;
    onProgress({ received: transferred, total: bytes, etaSeconds });
  };
}
