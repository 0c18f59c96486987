import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getRawHeader } from '@electron/asar';
import { z } from 'zod';
import { PRODUCT } from '../../src-main/packaging/product.ts';
import type { BareDebian } from './bare-debian.ts';
import { APP_FOLDER } from './installation.ts';

/** A version that is newer than this one, and as long: the archive of the code keeps its size. */
export const NEWER_VERSION = PRODUCT.version.replace(/\d/g, '9');

const INSIDE = '/tmp/newer';
/** What stands before the header of an archive: its size, as a record. */
const SIZE_RECORD_BYTES = 8;

const headerSchema = z.object({
  files: z.object({ 'package.json': z.object({ offset: z.string().transform(Number), size: z.number() }) }),
});

/**
 * Makes the package of a newer version of a package: the same but for the version that Debian and the app read.
 * @param deb path of the package in the bare Debian
 * @returns the newer one's content
 */
export async function makeNewerPackage(debian: BareDebian, deb: string): Promise<Buffer> {
  const made = `${INSIDE}.deb`;
  await debian.must('dpkg-deb', '--raw-extract', deb, INSIDE);
  const root = join(debian.folder, INSIDE);
  const control = join(root, 'DEBIAN', 'control');
  await writeFile(control, withNewerVersion(await readFile(control, 'utf8'), 'Version: '));
  await renameVersion(join(root, APP_FOLDER, 'resources', 'app.asar'));
  // Quick, since nobody keeps it.
  await debian.must('dpkg-deb', '-Zgzip', '-z1', '--build', INSIDE, made);
  const content = await readFile(join(debian.folder, made));
  await debian.must('rm', '-rf', INSIDE, made);
  return content;
}

/** Changes the version in the archive's `package.json`, in place. */
async function renameVersion(archive: string): Promise<void> {
  const { header, headerSize } = getRawHeader(archive);
  const { offset, size } = headerSchema.parse(header).files['package.json'];
  const file = await open(archive, 'r+');
  try {
    const place = SIZE_RECORD_BYTES + headerSize + offset;
    const { buffer } = await file.read(Buffer.alloc(size), 0, size, place);
    await file.write(withNewerVersion(buffer.toString(), '"version": "'), place);
  } finally {
    await file.close();
  }
}

/** @throws Error where the text does not say the version */
function withNewerVersion(text: string, before: string): string {
  if (!text.includes(before + PRODUCT.version)) throw new Error(`There is no ${before}${PRODUCT.version}.`);
  return text.replace(before + PRODUCT.version, before + NEWER_VERSION);
}
