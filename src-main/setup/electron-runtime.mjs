// @ts-check
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureFallbackElectron, hasFallbackElectron } from './electron-fallback.mjs';
import { ensureOfficialElectron } from './electron-official.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Path of the Electron program to run the app with. GENRESCOPE_ELECTRON chooses: `official`, `fallback` or a path;
 * without it, the official one where it can be downloaded, else the fallback.
 * @param {string | undefined} [choice]
 * @returns {Promise<string>}
 */
export async function ensureElectron(choice = process.env.GENRESCOPE_ELECTRON) {
  if (choice && choice !== 'official' && choice !== 'fallback') return givenElectron(choice);
  const official = choice === 'fallback' ? null : await ensureOfficialElectron({ mustTry: choice === 'official' });
  if (official) return official;
  if (choice === 'official')
    throw new SetupError('GENRESCOPE_ELECTRON=official is set, but the official Electron is not to be had.');
  return fallbackElectron();
}

/** @param {string} path */
function givenElectron(path) {
  const program = resolve(path);
  if (!existsSync(program)) throw new SetupError(`GENRESCOPE_ELECTRON names ${program}, which does not exist.`);
  return program;
}

function fallbackElectron() {
  if (!hasFallbackElectron()) {
    throw new SetupError(
      'Electron is missing and could not be downloaded. ' +
        'Check the network, then run: GENRESCOPE_ELECTRON=official npm start',
    );
  }
  return ensureFallbackElectron();
}
