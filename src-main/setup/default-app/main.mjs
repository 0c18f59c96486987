// @ts-check
// Stands in for Electron's own default app: `electron [flags] [-r module] path/to/app [arguments]`.
// An ES module that awaits the app: only so does Electron hold back 'ready' until the app's own code has run.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app as publicApp } from 'electron';

/** Electron's own default app uses these two as well; they are left out of the published types. */
const app = /** @type {typeof publicApp & { setAppPath(path: string): void, setVersion(version: string): void }} */ (
  publicApp
);
const { appAt, preloads, wantsVersion } = parseCommandLine(process.argv);

if (wantsVersion) leave(0, `v${process.versions.electron}`);
if (appAt < 0) leave(2, 'Usage: electron [flags] [-r module] path/to/app [arguments]');
const entryFile = adoptApp(resolve(process.argv[appAt] ?? ''));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const requireFromHere = createRequire(join(process.cwd(), 'preload'));
for (const preload of preloads) requireFromHere(preload);
try {
  await import(pathToFileURL(entryFile).href);
} catch (error) {
  console.error('The app failed to start:', error);
  process.exit(1);
}

/** @param {readonly string[]} argv */
function parseCommandLine(argv) {
  /** @type {string[]} */
  const preloads = [];
  for (let at = 1; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '--version' || argument === '-v') return { appAt: -1, preloads, wantsVersion: true };
    if (argument === '-r' || argument === '--require') preloads.push(argv[(at += 1)] ?? '');
    else if (!argument.startsWith('-')) return { appAt: at, preloads, wantsVersion: false };
  }
  return { appAt: -1, preloads, wantsVersion: false };
}

/** Gives Electron the app's own name, version and folder, and finds its first file. @param {string} path */
function adoptApp(path) {
  const packageFile = join(path, 'package.json');
  if (!existsSync(packageFile)) {
    app.setAppPath(dirname(path));
    return path;
  }
  const { productName, name, version, desktopName, main = 'index.js' } = JSON.parse(readFileSync(packageFile, 'utf8'));
  app.setName(productName ?? name ?? app.getName());
  if (version) app.setVersion(version);
  app.setDesktopName(desktopName ?? `${app.getName()}.desktop`);
  app.setAppPath(path);
  return resolve(path, main);
}

/** @param {number} status @param {string} line */
function leave(status, line) {
  console[status === 0 ? 'log' : 'error'](line);
  process.exit(status);
}
