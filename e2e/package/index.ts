import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGES_FOLDER, PRODUCT } from '../../src-main/packaging/product.ts';
import type { Encoding } from '../../src-main/testing/encode-audio.ts';
import { makeTrack } from '../make-music.ts';
import { checkArchive } from './archive.ts';
import { BareDebian, USER } from './bare-debian.ts';
import { Checks } from './checks.ts';
import { checkCommands, checkLocks } from './commands.ts';
import { checkInstallation, left } from './installation.ts';
import { checkUpdates } from './installed-updates.ts';
import { leftToUser, personalPaths } from './leftovers.ts';
import { checkBill, checkRpm, checkUpdateInfo } from './listed-packages.ts';
import { PlayedUpdates } from './played-updates.ts';
import { checkWindow } from './window.ts';

const ENCODINGS: readonly Encoding[] = ['mp3-id3v23', 'flac', 'm4a-aac', 'ogg', 'opus', 'wav'];
/** The display, what checks the files for menus and software centres and the other package, and who trusts whom. */
const TOOLS = ['xvfb', 'xauth', 'appstream', 'desktop-file-utils', 'rpm', 'libnss3-tools'];
const USER_ID = 1000;

/** Installs the Debian package into a bare Debian, uses it as an ordinary user, and removes it. */
async function checkPackage(checks: Checks): Promise<void> {
  const name = (await readdir(PACKAGES_FOLDER)).find((file) => file.endsWith('.deb'));
  if (name === undefined) throw new Error('There is no package: run npm run package first.');
  console.log(`Setting up a bare Debian for ${name}…`);
  const debian = await BareDebian.make();
  try {
    await debian.install(...TOOLS);
    const music = await makeMusic(debian);
    const file = await debian.bring(join(PACKAGES_FOLDER, name));
    await checks.part('updates', () => checkUpdateInfo(checks));
    await checks.part('bill of materials', () => checkBill(checks));
    await checks.part('the .rpm', () => checkRpm(debian, file, checks));
    // What the packages that it needs leave is not its own.
    await debian.satisfy((await debian.must('dpkg-deb', '--field', file, 'Depends')).stdout.trim());
    await checks.part('archive', () => checkArchive(debian, checks));
    const before = await debian.paths();
    const personal = await personalPaths(debian);
    await debian.install(file);
    checks.check('the package is installed', true);
    await checks.part('installation', () => checkInstallation(debian, checks));
    await checks.part('commands', () => checkCommands(debian, music, checks));
    await checks.part('locks', () => checkLocks(debian, checks));
    await checks.part('window and updates', () => checkWithUpdates(debian, { music, deb: file }, checks));
    await debian.must('apt-get', 'purge', '-y', PRODUCT.name);
    const rest = left(before, await debian.paths());
    checks.check('removing it leaves nothing', rest.length === 0, rest.join('\n'));
    const own = leftToUser(personal, await personalPaths(debian));
    checks.check('and nothing but the data in the user’s folders', own.length === 0, own.join('\n'));
    const data = join(debian.folder, 'home', USER, '.config', PRODUCT.productName, 'library.db');
    checks.check('the user’s library stays', existsSync(data));
  } finally {
    await debian.remove();
  }
}

/** The window, whose app knows an update server all the time and may not ask it, and then updates. */
async function checkWithUpdates(
  debian: BareDebian,
  { music, deb }: { readonly music: string; readonly deb: string },
  checks: Checks,
): Promise<void> {
  const updates = await PlayedUpdates.start(debian);
  try {
    await checks.part('window', () => checkWindow(debian, music, checks));
    await checks.part('updates of the installed app', () => checkUpdates(debian, deb, updates, checks));
  } finally {
    await updates.end();
  }
}

async function makeMusic(debian: BareDebian): Promise<string> {
  const music = join(debian.folder, 'home', USER, 'Music');
  await mkdir(music);
  await chown(music, USER_ID, USER_ID);
  for (const encoding of ENCODINGS)
    await chown(await makeTrack(music, `Track ${encoding}`, encoding, { seconds: 6 }), USER_ID, USER_ID);
  return music;
}

function ensureDebootstrap(): void {
  if (process.getuid?.() !== 0 || !isDebian())
    throw new Error('The check sets up a bare Debian, for which it has to run as root on a Debian.');
  if (existsSync('/usr/sbin/debootstrap')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'debootstrap'], { env, stdio: 'inherit' });
}

function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

const checks = new Checks();
ensureDebootstrap();
await checks.part('the package', () => checkPackage(checks));
console.log(`${checks.passed} passed, ${checks.failed} failed`);
console.log(checks.summary);
process.exitCode = checks.failed > 0 ? 1 : 0;
