import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGES_FOLDER, PRODUCT } from '../../src-main/packaging/product.ts';
import type { BareDebian } from './bare-debian.ts';
import { USER } from './bare-debian.ts';
import type { Checks } from './checks.ts';

const DATA_FOLDER = 'genrescope-data';

/** The archive as the ordinary user unpacks it, with a data folder beside the app: nothing is written elsewhere. */
export async function checkArchive(debian: BareDebian, checks: Checks): Promise<void> {
  const name = (await readdir(PACKAGES_FOLDER)).find((file) => file.endsWith('.tar.gz'));
  if (name === undefined) throw new Error('There is no .tar.gz: npm run package makes one.');
  const file = await debian.bring(join(PACKAGES_FOLDER, name));
  const home = join('/home', USER);
  const app = join(home, `${PRODUCT.productName}-${PRODUCT.version}`);
  const settings = join(debian.folder, home, '.config', PRODUCT.productName);
  const existed = existsSync(settings);
  await debian.runAsUser(['tar', '-xzf', file]);
  await debian.runAsUser(['mkdir', join(app, DATA_FOLDER)]);
  const { stdout, stderr } = await debian.runAsUser([join(app, 'bin', PRODUCT.name), 'doctor']);
  checks.check('the unpacked archive uses the data folder in it', stdout.includes(DATA_FOLDER), stdout + stderr);
  checks.check('and writes no data elsewhere', !existed && !existsSync(settings), existed ? 'there were data' : '');
  await debian.must('rm', '-rf', app, file);
}
