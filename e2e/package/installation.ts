import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { electronVersion } from '../../src-main/packaging/bill-of-materials.ts';
import { FUSES } from '../../src-main/packaging/configuration.ts';
import { APP_ID, PRODUCT } from '../../src-main/packaging/product.ts';
import type { BareDebian } from './bare-debian.ts';
import type { Checks } from './checks.ts';

/** Where the Debian package puts the app. */
export const APP_FOLDER = `/opt/${PRODUCT.productName}`;
const BYTES_PER_MEGABYTE = 1e6;
const SIZE_LIMIT_MEGABYTES = 380;
/** How the program marks a fuse: by a character. */
const ON = '1'.charCodeAt(0);
const OFF = '0'.charCodeAt(0);

/** What was installed: menus, icons, licences, fuses and the archive of the code. */
export async function checkInstallation(debian: BareDebian, checks: Checks): Promise<void> {
  const app = join(debian.folder, APP_FOLDER);
  const entry = `/usr/share/applications/${PRODUCT.desktopName}`;
  await checks.part('the desktop entry is valid', async () => {
    const { stdout } = await debian.must('desktop-file-validate', entry);
    checks.check('the desktop entry is valid', stdout === '', stdout);
  });
  await checks.part('the AppStream metadata is valid', async () => {
    await debian.must('appstreamcli', 'validate', '--no-net', `/usr/share/metainfo/${APP_ID}.metainfo.xml`);
    checks.check('the AppStream metadata is valid', true);
  });
  const missing = (await debian.must('ldd', `${APP_FOLDER}/${PRODUCT.name}`)).stdout.match(/.*not found.*/g) ?? [];
  checks.check('every library of the program is there', missing.length === 0, missing.join());
  const resources = await readdir(join(app, 'resources'));
  checks.check(
    'models, licences and code are in the resources',
    ['app.asar', 'licences', 'models'].every((name) => resources.includes(name)),
    resources.join(),
  );
  checks.check(
    'nothing beside the archive could be taken for the app',
    !resources.includes('app') && !resources.includes('default_app.asar'),
  );
  const kind = await readFile(join(app, 'resources', 'package-type'), 'utf8');
  checks.check('the installed app knows that it is a .deb', kind === 'deb', kind);
  await checkFuses(join(app, PRODUCT.name), checks);
  checkArchive(join(app, 'resources', 'app.asar'), checks);
  const { stdout } = await debian.must('du', '-sb', APP_FOLDER);
  const megabytes = Math.round(Number.parseInt(stdout) / BYTES_PER_MEGABYTE);
  checks.check(
    `the installed app has at most ${SIZE_LIMIT_MEGABYTES} MB`,
    megabytes <= SIZE_LIMIT_MEGABYTES,
    megabytes,
  );
  console.log(`  installed size: ${megabytes} MB`);
  await checkElectron(join(app, 'version'), checks);
}

/** Whether the package has the Electron that releases have; the fallback is told, and no fault of the package's. */
async function checkElectron(versionFile: string, checks: Checks): Promise<void> {
  const packed = (await readFile(versionFile, 'utf8')).trim();
  const named = electronVersion();
  if (packed === named) checks.check(`the package has Electron ${named}`, true);
  else checks.leaveOut(`the package has Electron ${named}`, `fallback runtime ${packed}`);
}

async function checkFuses(program: string, checks: Checks): Promise<void> {
  const wire: Readonly<Record<number, number | string | undefined>> = { ...(await getCurrentFuseWire(program)) };
  for (const [name, isOn] of Object.entries(FUSES)) {
    const option = FuseV1Options[(name[0]?.toUpperCase() + name.slice(1)) as keyof typeof FuseV1Options];
    checks.check(`fuse ${name} is ${isOn ? 'on' : 'off'}`, wire[option] === (isOn ? ON : OFF), wire[option]);
  }
}

function checkArchive(archive: string, checks: Checks): void {
  const files = listPackage(archive, { isPack: false });
  const ours = files.filter((file) => file.startsWith('/out/'));
  checks.check(
    'the archive holds main, preload and page',
    ['main/entry.js', 'preload/index.cjs', 'renderer/index.html'].every((name) => ours.includes(`/out/${name}`)),
  );
  checks.check('the archive holds no map and no test', !files.some((file) => /\.(map|test\.\w+)$/.test(file)));
}

/** Compares the files of the system before and after. @returns what is left */
export function left(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  return [...after].filter((path) => !before.has(path));
}

/** Names and contents of the files in a folder of music. */
export async function contentOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'base64')] as const)),
  );
}
