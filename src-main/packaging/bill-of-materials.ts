import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGES_FOLDER, PRODUCT, ROOT } from './product.ts';

const OUTPUT_LIMIT_BYTES = 64 * 2 ** 20;

/** Writes what the app is made of, with versions, hashes and licences, as CycloneDX. @returns path of the file */
export async function writeBillOfMaterials(): Promise<string> {
  const args = [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    'application',
    '--omit',
    'dev',
    '--package-lock-only',
  ];
  const isWindows = process.platform === 'win32';
  const { stdout } = await promisify(execFile)(isWindows ? 'npm.cmd' : 'npm', args, {
    cwd: ROOT,
    shell: isWindows,
    maxBuffer: OUTPUT_LIMIT_BYTES,
  });
  const file = join(PACKAGES_FOLDER, `${PRODUCT.name}-${PRODUCT.version}.cdx.json`);
  await writeFile(file, stdout);
  return file;
}
