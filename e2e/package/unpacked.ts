import { execFile } from 'node:child_process';
import { cp, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGES_FOLDER, PRODUCT } from '../../src-main/packaging/product.ts';
import { Checks } from './checks.ts';

/** Where the program and its code lie in the app that electron-builder leaves. */
const LAYOUT =
  process.platform === 'darwin'
    ? {
        folder: /^mac/,
        program: `${PRODUCT.productName}.app/Contents/MacOS/${PRODUCT.productName}`,
        code: `${PRODUCT.productName}.app/Contents/Resources/app.asar`,
      }
    : {
        folder: /-unpacked$/,
        program: process.platform === 'win32' ? `${PRODUCT.productName}.exe` : PRODUCT.name,
        code: 'resources/app.asar',
      };
/** What stands before a file's hash in the header of an archive; the header begins with it soon. */
const BEFORE_HASH = '"hash":"';
const HEADER_START_BYTES = 1e6;
const START_LIMIT_MILLISECONDS = 60_000;

/** What the program says of its version; empty where it does not start. */
async function versionOf(app: string): Promise<string> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...root, '--log-level=3', '--genrescope-command', '--', '--version'];
  const options = { timeout: START_LIMIT_MILLISECONDS };
  return promisify(execFile)(join(app, LAYOUT.program), args, options).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

/** Changes a digit of a hash in the header: what is packed can still be read. */
async function changeByte(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_START_BYTES));
    const place = buffer.subarray(0, bytesRead).indexOf(BEFORE_HASH) + BEFORE_HASH.length;
    if (place < BEFORE_HASH.length) throw new Error('the archive has no hashes');
    await handle.write(Buffer.from([(buffer[place] ?? 0) ^ 1]), 0, 1, place);
  } finally {
    await handle.close();
  }
}

/** Starts the app as it is, and a copy whose code was changed by one byte. */
async function checkUnpacked(checks: Checks): Promise<void> {
  const name = (await readdir(PACKAGES_FOLDER)).find((entry) => LAYOUT.folder.test(entry));
  if (name === undefined) throw new Error('electron-builder left no unpacked app.');
  const app = join(PACKAGES_FOLDER, name);
  const version = await versionOf(app);
  checks.check('the program tells its version', version === PRODUCT.version, version);
  // Electron compares nothing there.
  if (process.platform === 'linux') return;
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-changed-'));
  try {
    const copy = join(folder, name);
    await cp(app, copy, { recursive: true, verbatimSymlinks: true });
    await changeByte(join(copy, LAYOUT.code));
    const changed = await versionOf(copy);
    checks.check('a program whose code was changed does not start', changed === '', changed);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const checks = new Checks();
await checks.part('the unpacked app', () => checkUnpacked(checks));
process.exitCode = checks.failed > 0 ? 1 : 0;
