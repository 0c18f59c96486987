// @ts-check
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository; found from this file, so that a call through a symbolic link works from anywhere. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Where the built app lies. */
export const BUILD_FOLDER = resolve(ROOT, 'out');

/** Where Node keeps what V8 compiled of the built app; in `out`, since a folder that others write could hold their code. */
export const COMPILED_FOLDER = resolve(BUILD_FOLDER, '.compiled');

/** Held while dependencies are installed or the app is built; in `out` because that folder is ours and not tracked. */
export const PROJECT_LOCK = resolve(BUILD_FOLDER, '.setup-lock');
