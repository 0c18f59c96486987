import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const packageSchema = z.object({
  name: z.string(),
  productName: z.string(),
  version: z.string(),
  description: z.string(),
  author: z.string(),
  license: z.string(),
  desktopName: z.string().endsWith('.desktop'),
});

/** The folder of the repository. */
export const ROOT = resolve(import.meta.dirname, '..', '..');

/** What packages say of the app, from package.json. */
export const PRODUCT = packageSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

/** The app's name among all apps, as AppStream, Windows and macOS want it. */
export const APP_ID = PRODUCT.desktopName.replace(/\.desktop$/, '');

/** One line under the app's name in menus and stores. */
export const SUMMARY = 'Tag the genres of your music library from its sound';

/** Categories of desktop entries (specifications.freedesktop.org/menu-spec). */
export const CATEGORIES = ['AudioVideo', 'Audio', 'AudioVideoEditing'] as const;

/** Where finished packages are put. */
export const PACKAGES_FOLDER = join(ROOT, 'release');
