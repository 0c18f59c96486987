import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { z } from 'zod';
import { findProgram } from '../files/find-program.ts';
import { makeArchive } from './archive.ts';
import { electronVersion, writeBillOfMaterials } from './bill-of-materials.ts';
import { writeChecksums } from './checksums.ts';
import type { Ingredients } from './configuration.ts';
import { builderConfiguration } from './configuration.ts';
import { makeDeb } from './deb.ts';
import { writeIcons } from './icons.ts';
import { writeLicences } from './licences.ts';
import { PACKAGES_FOLDER, PRODUCT, ROOT } from './product.ts';
import { releaseNotes } from './release-notes.ts';
import { requireSameTwice } from './reproducible.ts';
import { makeRpm } from './rpm.ts';
import { lockedPackages, needlessPackages } from './shipped-packages.ts';
import { forgetEmptySigning } from './signing.ts';
import { sourceTime } from './source-time.ts';
import { targetRefusal } from './target-refusal.ts';
import { writeUpdateInfo } from './update-info.ts';

const BYTES_PER_MEGABYTE = 1e6;
const MILLISECONDS_PER_SECOND = 1000;
/** Made here, of the unpacked app. */
const OWN_TARGETS: ReadonlySet<string> = new Set(['deb', 'rpm', 'tar.gz']);
/** What is made on each system where nothing else is asked for. */
const USUAL_TARGETS: Readonly<Record<string, string>> = {
  linux: 'deb,rpm,tar.gz',
  win32: 'nsis,zip',
  darwin: 'dmg,zip',
};

const repositorySchema = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name');

const { values } = parseArgs({
  options: {
    electron: { type: 'string' },
    targets: { type: 'string' },
    arch: { type: 'string', default: process.arch },
    repository: { type: 'string' },
    /** Makes .deb, .rpm and .tar.gz twice of one app, and fails where they differ. */
    twice: { type: 'boolean', default: false },
  },
});

forgetEmptySigning(process.env);
const made = join(PACKAGES_FOLDER, '.made');
const targets = values.targets?.split(',') ?? (await usualTargets());
const arch = z.enum(['x64', 'arm64']).parse(values.arch);
const repository = values.repository === undefined ? null : repositorySchema.parse(values.repository);

const system = { platform: process.platform, arch };
const refusal = targetRefusal(system);
if (refusal !== null) {
  process.stderr.write(`${refusal}\n`);
  process.exit(1);
}

await rm(PACKAGES_FOLDER, { recursive: true, force: true });
await mkdir(made, { recursive: true });
await writeIcons(made);
await writeLicences(join(made, 'licences'), system);
const notes = releaseNotes(await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8'), PRODUCT.version);
const electron = electronIn(values.electron);
const needless = needlessPackages(lockedPackages(), system);
await buildPackages({ electron, repository, needless, releaseNotes: notes, made });
await rm(made, { recursive: true, force: true });
await writeBillOfMaterials(system, electron?.version ?? electronVersion());
for (const name of await writeChecksums()) process.stdout.write(`${name.padEnd(48)} ${await megabytes(name)} MB\n`);

/** @param program an Electron to be packed; electron-builder fetches the official one where there is none */
function electronIn(program: string | undefined): Ingredients['electron'] {
  if (program === undefined) return null;
  const folder = dirname(program);
  const versionFile = join(folder, 'version');
  if (!existsSync(versionFile)) throw new Error(`${folder} does not say which version of Electron it holds.`);
  return { folder, version: readFileSync(versionFile, 'utf8').trim() };
}

/** What can be made here without being asked for; what cannot is told. */
async function usualTargets(): Promise<string[]> {
  const usual = (USUAL_TARGETS[process.platform] ?? 'zip').split(',');
  if (
    !usual.includes('rpm') ||
    (await findProgram('rpmbuild', { environment: process.env, platform: process.platform }))
  )
    return usual;
  process.stdout.write('No .rpm is made: there is no rpmbuild here. On Debian: sudo apt-get install rpm\n');
  return usual.filter((target) => target !== 'rpm');
}

/** Those that are made here are made of the folder that electron-builder leaves; it makes the others. */
async function buildPackages(ingredients: Ingredients): Promise<void> {
  const others = targets.filter((target) => !OWN_TARGETS.has(target));
  await build({
    targets: Platform.current().createTarget(others.length > 0 ? others : ['dir'], Arch[arch]),
    config: builderConfiguration(ingredients),
    publish: 'never',
  });
  if (process.platform !== 'linux') return;
  const unpacked = await unpackedFolder();
  const once = values.twice ? requireSameTwice : (make: () => Promise<string>) => make();
  if (targets.includes('tar.gz')) await once(() => makeArchive(unpacked, arch));
  if (targets.includes('deb')) await once(() => makeDeb({ unpacked, made, arch }));
  if (targets.includes('rpm')) await once(() => makeRpm({ unpacked, made, arch }));
  const releaseDate = new Date(sourceTime() * MILLISECONDS_PER_SECOND);
  await writeUpdateInfo(PACKAGES_FOLDER, arch, { version: PRODUCT.version, releaseNotes: notes, releaseDate });
}

async function unpackedFolder(): Promise<string> {
  const name = (await readdir(PACKAGES_FOLDER)).find((entry) => entry.endsWith('-unpacked'));
  if (name === undefined) throw new Error('electron-builder left no unpacked app.');
  return join(PACKAGES_FOLDER, name);
}

async function megabytes(name: string): Promise<string> {
  return ((await stat(join(PACKAGES_FOLDER, name))).size / BYTES_PER_MEGABYTE).toFixed(1);
}
