import type { DownloadProgress } from '../contract/networks.ts';
import type { UpdateOffer, UpdateWay } from '../contract/updates.ts';

/** Where newer versions come from, and who installs them. It asks its server for nothing but what it is called for. */
export interface UpdateSource {
  readonly way: UpdateWay;
  /** The server that is asked. */
  readonly server: string;
  /**
   * Asks whether there is a newer version.
   * @returns null where there is none for this copy of the app
   * @throws AppError update-unreachable, update-refused
   */
  check(): Promise<UpdateOffer | null>;
  /**
   * Downloads what the last check found. What does not arrive whole is deleted.
   * @returns the command that installs the file where the app does not; null otherwise
   * @throws AppError cancelled, update-unreachable, update-refused, update-cut, update-different, update-no-room
   */
  download(signal: AbortSignal, onProgress: (progress: DownloadProgress) => void): Promise<string | null>;
  /** The downloaded version is not installed when the app quits, as it would be otherwise. */
  leaveOut(): void;
  /** Quits, installs the downloaded version and starts it. @throws AppError update-not-installed; the app goes on */
  restart(): void;
  /** Shows the downloaded file in its folder. */
  showFile(): void;
}
