import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { z } from 'zod';
import { makeArchive } from './archive.ts';
import { writeBillOfMaterials } from './bill-of-materials.ts';
import { writeChecksums } from './checksums.ts';
import type { Ingredients } from './configuration.ts';
import { builderConfiguration } from './configuration.ts';
import { makeDeb } from './deb.ts';
import { writeIcons } from './icons.ts';
import { writeLicences } from './licences.ts';
import { PACKAGES_FOLDER } from './product.ts';

const BYTES_PER_MEGABYTE = 1e6;
/** What is made on each system where nothing else is asked for. */
const USUAL_TARGETS: Readonly<Record<string, string>> = { linux: 'deb,tar.gz', win32: 'nsis,zip', darwin: 'dmg,zip' };

const repositorySchema = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name');

const { values } = parseArgs({
  options: {
    electron: { type: 'string' },
    targets: { type: 'string', default: USUAL_TARGETS[process.platform] ?? 'zip' },
    arch: { type: 'string', default: process.arch },
    repository: { type: 'string' },
  },
});

const made = join(PACKAGES_FOLDER, '.made');
const targets = values.targets.split(',');
const arch = z.enum(['x64', 'arm64']).parse(values.arch);
const repository = values.repository === undefined ? null : repositorySchema.parse(values.repository);

await rm(PACKAGES_FOLDER, { recursive: true, force: true });
await mkdir(made, { recursive: true });
await writeIcons(made);
await writeLicences(join(made, 'licences'));
await buildPackages({ electron: electronIn(values.electron), repository, made });
await rm(made, { recursive: true, force: true });
await writeBillOfMaterials();
for (const name of await writeChecksums()) process.stdout.write(`${name.padEnd(48)} ${await megabytes(name)} MB\n`);

/** @param program an Electron to be packed; electron-builder fetches the official one where there is none */
function electronIn(program: string | undefined): Ingredients['electron'] {
  if (program === undefined) return null;
  const folder = dirname(program);
  const versionFile = join(folder, 'version');
  if (!existsSync(versionFile)) throw new Error(`${folder} does not say which version of Electron it holds.`);
  return { folder, version: readFileSync(versionFile, 'utf8').trim() };
}

/** The two that are made here are made of the folder that electron-builder leaves; it makes the others. */
async function buildPackages(ingredients: Ingredients): Promise<void> {
  const others = targets.filter((target) => target !== 'deb' && target !== 'tar.gz');
  await build({
    targets: Platform.current().createTarget(others.length > 0 ? others : ['dir'], Arch[arch]),
    config: builderConfiguration(ingredients),
    publish: 'never',
  });
  if (targets.includes('tar.gz')) await makeArchive(await unpackedFolder(), arch);
  if (targets.includes('deb')) await makeDeb(await unpackedFolder(), ingredients.made, arch);
}

async function unpackedFolder(): Promise<string> {
  const name = (await readdir(PACKAGES_FOLDER)).find((entry) => entry.endsWith('-unpacked'));
  if (name === undefined) throw new Error('electron-builder left no unpacked app.');
  return join(PACKAGES_FOLDER, name);
}

async function megabytes(name: string): Promise<string> {
  return ((await stat(join(PACKAGES_FOLDER, name))).size / BYTES_PER_MEGABYTE).toFixed(1);
}
