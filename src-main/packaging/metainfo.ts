import { parseChangelog } from '../files/changelog.ts';
import { OPENED_TYPES } from './linux-entry.ts';
import { APP_ID, CATEGORIES, PRODUCT, SUMMARY } from './product.ts';

/** A version that was released. */
export interface Release {
  readonly version: string;
  /** YYYY-MM-DD. */
  readonly date: string;
}

const PARAGRAPHS = [
  'Genrescope listens to the files of a music folder and predicts their genres from the sound itself. ' +
    'It shows each track’s waveform, its spectrogram and the genres’ probabilities over time.',
  'Correct what is wrong, and retrain the model on your own labels. Before genres are written into files, you see what would ' +
    'change; each file is verified, and every change can be undone to the byte.',
  'Nothing leaves the computer: there is no account and no cloud.',
];

/**
 * What software centres show of the app (freedesktop.org/software/appstream/docs).
 * @param releases the newest first
 */
export function metainfo(releases: readonly Release[]): string {
  const elements = [
    `<id>${APP_ID}</id>`,
    `<name>${PRODUCT.productName}</name>`,
    `<summary>${SUMMARY}</summary>`,
    `<developer id="${APP_ID.split('.').slice(0, -1).join('.')}"><name>${PRODUCT.author}</name></developer>`,
    '<metadata_license>CC0-1.0</metadata_license>',
    `<project_license>${PRODUCT.license}</project_license>`,
    `<description>${PARAGRAPHS.map((text) => `<p>${text}</p>`).join('')}</description>`,
    `<launchable type="desktop-id">${PRODUCT.desktopName}</launchable>`,
    `<categories>${CATEGORIES.map((name) => `<category>${name}</category>`).join('')}</categories>`,
    `<provides><binary>${PRODUCT.name}</binary></provides>`,
    `<mediatypes>${OPENED_TYPES.map((type) => `<mediatype>${type}</mediatype>`).join('')}</mediatypes>`,
    '<content_rating type="oars-1.1"/>',
    releaseList(releases),
  ].filter((element) => element !== '');
  const body = elements.map((element) => `  ${element}\n`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<component type="desktop-application">\n${body}</component>\n`;
}

function releaseList(releases: readonly Release[]): string {
  const list = releases.map(({ version, date }) => `<release version="${version}" date="${date}"/>`);
  return list.length > 0 ? `<releases>${list.join('')}</releases>` : '';
}

/** The released versions in a change log, see {@link parseChangelog}. */
export function releasesOf(changelog: string): Release[] {
  return parseChangelog(changelog).flatMap(({ version, date }) =>
    version === null || date === null ? [] : [{ version, date }],
  );
}
