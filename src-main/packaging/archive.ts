import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGES_FOLDER, PRODUCT } from './product.ts';
import { sourceTime } from './source-time.ts';

/**
 * Makes an archive to unpack anywhere, with the system's tar; electron-builder's own way needs a program from GitHub. The
 * same app gives the same archive: names in order, nobody's files, one time.
 * @param unpacked the app, as electron-builder puts it together
 * @param arch as Node names it
 * @returns path of the archive
 */
export async function makeArchive(unpacked: string, arch: string): Promise<string> {
  const file = join(PACKAGES_FOLDER, `${PRODUCT.name}-${PRODUCT.version}-linux-${arch}.tar.gz`);
  const folder = `${PRODUCT.productName}-${PRODUCT.version}`;
  const alike = [
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    `--mtime=@${sourceTime()}`,
    '--mode=u+w,go-w',
  ];
  const naming = ['--transform', `s,^\\.,${folder},`];
  await promisify(execFile)('tar', ['-czf', file, ...alike, ...naming, '-C', unpacked, '.']);
  return file;
}
