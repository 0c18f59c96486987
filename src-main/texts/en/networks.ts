import type { OfferedNetworkName } from '../../contract/values.ts';
import { decimal } from '../format.ts';
import { after, remaining } from './common.ts';

/** Bytes as people read them: “4.1 MB”. */
const megabytes = (bytes: number): string => `${decimal(bytes / 1e6, 1)} MB`;

/** Adding networks of others. */
export const networks = {
  title: 'Add a network',
  description:
    'Networks that others trained on far more music recognise genres better. The app connects to the internet only when you press Download, and sends nothing of yours.',
  choose: 'Networks to download',
  brings: {
    'efficientat-mn04':
      'Trained on two million clips of everyday sound and music (AudioSet). It makes the model “musicnn-mn04”, which hears with it and with musicnn: right on 80 of 100 tracks where musicnn is on 78, in more time. Models that you retrain then stand on musicnn alone.',
  } satisfies Record<OfferedNetworkName, string>,
  summary: ({ title, bytes, licence }: { title: string; bytes: number; licence: string }) =>
    `${title} (${megabytes(bytes)}, ${licence} licence)`,
  facts: { authors: 'Authors', from: 'Downloaded from', checksum: 'SHA-256' },
  showLicence: 'Licence text',
  isInstalled: 'This network is among your models.',
  progress: 'Download progress',
  received: (progress: { received: number; total: number; etaSeconds: number | null }) =>
    `${decimal(progress.received / 1e6, 1)} of ${megabytes(progress.total)}${after(remaining(progress.etaSeconds))}`,
  adding: 'Adding the network to your models…',
  interrupted: (progress: { received: number; total: number }) =>
    `The download was interrupted after ${decimal(progress.received / 1e6, 1)} of ${megabytes(progress.total)}. Resume downloads the rest.`,
  added: ({ name }: { name: string }) => `“${name}” was added to your models. Choose it there to analyse with it.`,
  download: 'Download',
  cancel: 'Cancel Download',
  fromFile: 'From a file',
  fromFileHint: 'The weights of EfficientAT mn04 that are on your disk (.pt).',
  chooseFile: 'From a File…',
  offer: {
    title: 'Another network can be added.',
    detail: ({ title, bytes }: { title: string; bytes: number }) =>
      `With ${title} beside musicnn, 80 instead of 78 of 100 tracks get the right genre. It is a download of ${megabytes(bytes)}.`,
    add: 'Add…',
    dismiss: 'Do not offer this again',
  },
  /** The command line. */
  command: {
    about: (facts: { title: string; authors: string; licence: string; bytes: number; address: string }) =>
      [
        `${facts.title}, ${facts.authors}, ${facts.licence} licence, ${megabytes(facts.bytes)}`,
        `from ${facts.address}`,
      ].join('\n'),
    resuming: ({ received }: { received: number }) => `${megabytes(received)} are there already.`,
    question: 'Download the file and add the network? [y/N] ',
    unasked: 'Nothing was downloaded. Nobody can be asked here: --yes agrees to the licence and to the download.',
    declined: 'Nothing was downloaded.',
    kept: 'What was downloaded is kept. The same command downloads the rest.',
    added: ({ name, folder }: { name: string; folder: string }) => `“${name}” was added to your models: ${folder}`,
  },
};
