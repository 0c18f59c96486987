import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './product.ts';

/** Packages that are built into the page and so are no dependencies of the finished app. */
const BUILT_IN = ['svelte', 'bits-ui', 'tailwindcss', 'uplot', 'wavesurfer.js'];

/** What other packages ask for, and only their installers and compilers use. */
const UNUSED: ReadonlySet<string> = new Set([
  // onnxruntime-node's installer.
  ...['adm-zip', 'global-agent'],
  // ffmpeg-static's installer.
  ...['@derhuerst/http-basic', 'env-paths', 'https-proxy-agent', 'progress'],
  // For compiling @parcel/watcher.
  'node-addon-api',
  // Svelte's compiler.
  ...['@jridgewell/remapping', '@jridgewell/sourcemap-codec', '@sveltejs/acorn-typescript', '@types/estree', 'acorn'],
  ...['aria-query', 'axobject-query', 'esrap', 'is-reference', 'locate-character', 'magic-string', 'zimmerframe'],
]);

const namesSchema = z.record(z.string(), z.string()).default({});
const entrySchema = z.object({
  version: z.string().default(''),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  /** Hash of the archive that npm fetches, as `sha512-BASE64`. */
  integrity: z.string().optional(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  dependencies: namesSchema,
  optionalDependencies: namesSchema,
});
const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) });

/** A package in the lock file. */
export type LockEntry = z.infer<typeof entrySchema>;
/** Packages by their paths, as in the lock file. */
export type LockedPackages = Readonly<Record<string, LockEntry>>;

/** For what a package of the app is made. */
export interface TargetSystem {
  readonly platform: NodeJS.Platform;
  /** As Node names it. */
  readonly arch: string;
}

/** Parses a lock file of npm. @throws ZodError if it is none */
export function parseLock(text: string): LockedPackages {
  return lockSchema.parse(JSON.parse(text)).packages;
}

/** The packages of the repository's lock file. */
export function lockedPackages(): LockedPackages {
  return parseLock(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
}

/** The name of the package at a path of the lock file. */
export function nameAt(path: string): string {
  return path.replace(/^.*node_modules\//, '');
}

/**
 * Paths in the lock file of the packages that a finished app holds: those that it runs with, and those that are built into it.
 * Parts for another system, and what installers and compilers alone use, are not among them.
 */
export function shippedPackages(packages: LockedPackages, system: TargetSystem): string[] {
  const shipped = new Set<string>();
  const waiting = [...dependenciesOf('', packages), ...BUILT_IN.map((name) => `node_modules/${name}`)];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entry = packages[path];
    if (!entry || shipped.has(path) || UNUSED.has(nameAt(path)) || !isFor(path, entry, system)) continue;
    shipped.add(path);
    waiting.push(...dependenciesOf(path, packages));
  }
  return [...shipped].sort();
}

/**
 * Names of the packages that come with those of a finished app when npm installs them, and that it does not need.
 * @returns in order
 */
export function needlessPackages(packages: LockedPackages, system: TargetSystem): string[] {
  const shipped = new Set(shippedPackages(packages, system).map(nameAt));
  const runtime = Object.keys(packages).filter((path) => path !== '' && packages[path]?.dev !== true);
  return [...new Set(runtime.map(nameAt).filter((name) => !shipped.has(name)))].sort();
}

function dependenciesOf(path: string, packages: LockedPackages): string[] {
  const { dependencies = {}, optionalDependencies = {} } = packages[path] ?? {};
  return Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => resolve(name, path, packages));
}

/** Where Node finds a package that another one asks for: as near to it as possible. */
function resolve(name: string, from: string, packages: LockedPackages): string {
  for (let folder = from; folder !== ''; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const path = `${folder}/node_modules/${name}`;
    if (path in packages) return path;
  }
  return `node_modules/${name}`;
}

function isFor(path: string, { os, cpu }: LockEntry, { platform, arch }: TargetSystem): boolean {
  // Electron wants glibc.
  return (os?.includes(platform) ?? true) && (cpu?.includes(arch) ?? true) && !/-musl\w*$/.test(path);
}
