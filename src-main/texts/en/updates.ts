import type { UpdateChoice } from '../../contract/values.ts';
import { decimal } from '../format.ts';
import { after, remaining } from './common.ts';

/** Bytes as people read them: “118.2 MB”. */
const megabytes = (bytes: number): string => `${decimal(bytes / 1e6, 1)} MB`;

/** Newer versions of the app. */
export const updates = {
  title: 'Updates',
  /** Asked once. */
  question: {
    title: 'Look for updates once a day?',
    detail: ({ server }: { server: string }) =>
      `The app would ask ${server} for its newest version, tell nothing of you or your music, and download nothing unasked.`,
    yes: 'Yes',
    no: 'No',
  },
  setting: {
    title: 'Updates',
    hint: 'Help → Check for Updates… looks at any time. Nothing is downloaded before you say so.',
    options: {
      ask: 'Not decided: do not look',
      daily: 'Look once a day',
      never: 'Look only when I ask',
    } satisfies Record<UpdateChoice, string>,
  },
  description: ({ version }: { version: string }) => `This is Genrescope ${version}.`,
  checking: ({ server }: { server: string }) => `Asking ${server}…`,
  isCurrent: 'This is the newest version.',
  notChecked: 'The update server has not been asked yet.',
  isAvailable: ({ version }: { version: string }) => `Genrescope ${version} is available.`,
  isDeclined: 'You declined this version. It is not mentioned again.',
  size: ({ bytes }: { bytes: number }) => `The download has ${megabytes(bytes)}.`,
  notes: 'Release notes',
  noNotes: 'This version comes without release notes.',
  getItAt: 'This copy of the app was unpacked by hand. Get the new version from',
  copyAddress: 'Copy Address',
  copyCommand: 'Copy Command',
  copied: 'Copied',
  progress: 'Download progress',
  received: (progress: { received: number; total: number; etaSeconds: number | null }) =>
    `${decimal(progress.received / 1e6, 1)} of ${megabytes(progress.total)}${after(remaining(progress.etaSeconds))}`,
  isReady: ({ version }: { version: string }) =>
    `Genrescope ${version} was downloaded and checked. It is installed when you quit.`,
  isPackage: ({ version }: { version: string }) =>
    `The package of Genrescope ${version} was downloaded and checked. Installing it needs an administrator. Quit the app, then run this command:`,
  downloading: ({ version }: { version: string }) => `Downloading Genrescope ${version}`,
  show: 'Show…',
  check: 'Check Now',
  download: 'Download',
  cancel: 'Cancel Download',
  decline: 'Not This Version',
  restart: 'Restart Now',
  showFile: 'Show in Folder',
  updatedFrom: ({ version, from }: { version: string; from: string }) =>
    `Genrescope was updated from ${from} to ${version}.`,
  notInstalled: ({ version, advice }: { version: string; advice: string }) => `Version ${version}: ${advice}`,
  news: {
    title: 'What’s new',
    button: 'What’s New…',
    dismiss: 'Dismiss: Genrescope was updated',
    version: ({ version, date }: { version: string; date: string | null }) =>
      `Version ${version}${date === null ? '' : `, ${date}`}`,
    unreleased: 'Not released yet',
    none: 'The change log does not mention this version.',
  },
};
