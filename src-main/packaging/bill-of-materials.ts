import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256OfFile } from '../setup/sha256-file.mjs';
import { PACKAGES_FOLDER, PRODUCT, ROOT } from './product.ts';
import type { LockedPackages, LockEntry, TargetSystem } from './shipped-packages.ts';
import { lockedPackages, nameAt, shippedPackages } from './shipped-packages.ts';
import { sourceTime } from './source-time.ts';

const MILLISECONDS_PER_SECOND = 1000;
/** The systems, as names of packages have them. */
const SYSTEM_NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'win', darwin: 'mac' };
/** What {@link FFMPEG_CORE} is FFmpeg of, as it says itself. */
const FFMPEG_VERSION = '5.1.4';
const FFMPEG_CORE = 'node_modules/@ffmpeg/core/dist/umd/ffmpeg-core.wasm';
const MODELS = 'resources/models';

/** A part of the app (cyclonedx.org/docs/1.5/json). */
export interface Component {
  readonly 'bom-ref': string;
  readonly type: 'library' | 'framework' | 'machine-learning-model';
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }[];
  readonly licenses?: readonly { readonly expression: string }[];
}

/** The version of Electron that the lock file names. */
export function electronVersion(): string {
  return lockedPackages()['node_modules/electron']?.version ?? '';
}

/**
 * Writes what the app is made of, with versions, hashes and licences, as CycloneDX. The same sources give the same file.
 * @param electron the version that is packed
 * @returns path of the file
 */
export async function writeBillOfMaterials(system: TargetSystem, electron: string): Promise<string> {
  const file = join(PACKAGES_FOLDER, billName(system));
  const components = await componentsOf(system, electron);
  await writeFile(file, `${JSON.stringify(billOfMaterials(components, sourceTime()), null, 2)}\n`);
  return file;
}

/** All parts of a finished app. @param electron the version that is packed */
export async function componentsOf(system: TargetSystem, electron: string): Promise<Component[]> {
  return [
    ...packageComponents(lockedPackages(), system),
    electronComponent(electron),
    await ffmpegComponent(),
    ...(await modelComponents()),
  ];
}

/** The file's name: of each system its own, since each has parts of its own. */
export function billName({ platform, arch }: TargetSystem): string {
  return `${PRODUCT.name}-${PRODUCT.version}-${SYSTEM_NAMES[platform] ?? platform}-${arch}.cdx.json`;
}

/** @param time of the sources [seconds since 1970] */
export function billOfMaterials(components: readonly Component[], time: number): object {
  const purl = `pkg:npm/${PRODUCT.name}@${PRODUCT.version}`;
  const product = { name: PRODUCT.name, version: PRODUCT.version, purl, licenses: [{ expression: PRODUCT.license }] };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([product, components, time]))}`,
    version: 1,
    metadata: {
      timestamp: new Date(time * MILLISECONDS_PER_SECOND).toISOString(),
      component: { 'bom-ref': purl, type: 'application', ...product },
    },
    components,
    dependencies: [{ ref: purl, dependsOn: components.map((component) => component['bom-ref']) }],
  };
}

/** The npm packages that the app runs with or has built in, without those that npm alone knows twice. */
export function packageComponents(packages: LockedPackages, system: TargetSystem): Component[] {
  const components = shippedPackages(packages, system).map((path) => packageComponent(nameAt(path), packages[path]));
  return [...new Map(components.map((component) => [component['bom-ref'], component])).values()];
}

function packageComponent(name: string, entry: LockEntry | undefined): Component {
  const { version = '', integrity, license } = entry ?? {};
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  const sha512 = integrity?.startsWith('sha512-') === true ? integrity.slice('sha512-'.length) : null;
  return {
    'bom-ref': purl,
    type: 'library',
    name,
    version,
    purl,
    ...(sha512 !== null && {
      hashes: [{ alg: 'SHA-512' as const, content: Buffer.from(sha512, 'base64').toString('hex') }],
    }),
    ...(license !== undefined && { licenses: [{ expression: license }] }),
  };
}

function electronComponent(version: string): Component {
  const purl = `pkg:npm/electron@${version}`;
  return { 'bom-ref': purl, type: 'framework', name: 'electron', version, purl, licenses: [{ expression: 'MIT' }] };
}

async function ffmpegComponent(): Promise<Component> {
  return {
    'bom-ref': `ffmpeg@${FFMPEG_VERSION}`,
    type: 'library',
    name: 'ffmpeg',
    version: FFMPEG_VERSION,
    hashes: [{ alg: 'SHA-256', content: await sha256OfFile(join(ROOT, FFMPEG_CORE)) }],
    licenses: [{ expression: 'GPL-2.0-or-later' }],
  };
}

/** Networks, each by its file. */
async function modelComponents(): Promise<Component[]> {
  const entries = await readdir(join(ROOT, MODELS), { recursive: true });
  const files = entries.filter((path) => path.endsWith('.onnx')).sort();
  return Promise.all(files.map((path) => modelComponent(path.replaceAll('\\', '/'))));
}

async function modelComponent(path: string): Promise<Component> {
  const content = await sha256OfFile(join(ROOT, MODELS, path));
  const name = `models/${path}`;
  return {
    'bom-ref': name,
    type: 'machine-learning-model',
    name,
    version: PRODUCT.version,
    hashes: [{ alg: 'SHA-256', content }],
  };
}

/** A number for a file that nothing else has, and that the same content has again (RFC 9562, version 8). */
function uuidOf(content: string): string {
  const bytes = createHash('sha256').update(content).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
