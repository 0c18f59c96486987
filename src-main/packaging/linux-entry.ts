import { FOLDER_TYPE, MEDIA_TYPES } from './media-types.ts';
import { APP_ID, CATEGORIES, PRODUCT, SUMMARY } from './product.ts';

const OPEN_FOLDER = 'open-folder';

/** What a desktop entry says (specifications.freedesktop.org/desktop-entry-spec), without the line that starts the app. */
export const DESKTOP_FIELDS = {
  Name: PRODUCT.productName,
  GenericName: 'Music Genre Tagger',
  Comment: SUMMARY,
  Keywords: 'music;genre;tag;mp3;flac;audio;spectrogram;',
  StartupWMClass: PRODUCT.productName,
  StartupNotify: 'true',
  Actions: `${OPEN_FOLDER};`,
} as const;

/**
 * What a desktop offers besides starting the app, by the names that {@link DESKTOP_FIELDS} gives.
 * @param executable what starts the app
 */
export function desktopActions(executable: string): Record<string, Record<string, string>> {
  return { [OPEN_FOLDER]: { Name: 'Open Music Folder…', Exec: `${executable} --choose-folder` } };
}

/** The media types of files and folders that the app opens. */
export const OPENED_TYPES: readonly string[] = [FOLDER_TYPE, ...Object.keys(MEDIA_TYPES)];

/**
 * The desktop entry.
 * @param executable what starts the app
 */
export function desktopEntry(executable: string): string {
  const fields = {
    Type: 'Application',
    ...DESKTOP_FIELDS,
    Exec: `${executable} %F`,
    Icon: APP_ID,
    Terminal: 'false',
    Categories: `${CATEGORIES.join(';')};`,
    MimeType: `${OPENED_TYPES.join(';')};`,
  };
  const actions = Object.entries(desktopActions(executable)).map(([name, action]) =>
    section(`Desktop Action ${name}`, action),
  );
  return [section('Desktop Entry', fields), ...actions].join('\n');
}

function section(title: string, fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}=${value}\n`);
  return [`[${title}]\n`, ...lines].join('');
}
