import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { z } from 'zod';
import { findProgram } from '../../src-main/files/find-program.ts';
import { billName } from '../../src-main/packaging/bill-of-materials.ts';
import { SANDBOX_HELPER } from '../../src-main/packaging/installed-tree.ts';
import { PACKAGES_FOLDER } from '../../src-main/packaging/product.ts';
import { updateInfoName } from '../../src-main/packaging/update-info.ts';
import { parseOffered } from '../../src-main/shell/updates/offered-version.ts';
import type { BareDebian } from './bare-debian.ts';
import type { Checks } from './checks.ts';

const listSchema = z.object({ files: z.array(z.object({ url: z.string(), sha512: z.string() })) });

/** What installed apps are told of the packages is true of them, and an installed package finds its kind among it. */
export async function checkUpdateInfo(checks: Checks): Promise<void> {
  const said: unknown = JSON.parse(await readFile(join(PACKAGES_FOLDER, updateInfoName(process.arch)), 'utf8'));
  const { files } = listSchema.parse(said);
  for (const { url, sha512 } of files) {
    const found = createHash('sha512')
      .update(await readFile(join(PACKAGES_FOLDER, url)))
      .digest('base64');
    checks.check(`the update server’s file has the SHA-512 of ${url}`, sha512 === found, found);
  }
  const offered = parseOffered(said, 'deb');
  checks.check('an installed .deb is offered the newest .deb, with notes', offered.notes !== '', offered.bytes);
}

/** What a package holds is listed as CycloneDX wants it. */
export async function checkBill(checks: Checks): Promise<void> {
  const file = join(PACKAGES_FOLDER, billName({ platform: 'linux', arch: process.arch }));
  const schema = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
  const faults = await schema.validate(await readFile(file, 'utf8'));
  checks.check('the bill of materials is right by CycloneDX’s schema', faults === null, JSON.stringify(faults));
}

/** Where rpmbuild is, `npm run package` makes an .rpm. */
async function tellMissingRpm(checks: Checks): Promise<void> {
  const builder = await findProgram('rpmbuild', { environment: process.env, platform: process.platform });
  if (builder === null) checks.leaveOut('the .rpm', 'there is no rpmbuild here, so that none is made');
  else checks.check('there is an .rpm', false, 'npm run package makes one');
}

/** The .rpm, where one was made: unharmed, without scripts, with the files of the .deb. @param deb path of it inside */
export async function checkRpm(debian: BareDebian, deb: string, checks: Checks): Promise<void> {
  const name = (await readdir(PACKAGES_FOLDER)).find((file) => file.endsWith('.rpm'));
  if (name === undefined) return tellMissingRpm(checks);
  const rpm = await debian.bring(join(PACKAGES_FOLDER, name));
  const ask = async (...query: string[]) => (await debian.must('rpm', '-qp', ...query, rpm)).stdout;
  await debian.must('rpm', '-K', rpm);
  const scripts = await ask('--scripts');
  checks.check('the .rpm is whole and runs no script', scripts === '', scripts);
  const entries = (await ask('--queryformat', '[%{FILEMODES:perms} %{FILENAMES}\\n]')).trim().split('\n');
  const files = entries.filter((entry) => !entry.startsWith('d'));
  const helper = files.find((entry) => entry.endsWith(SANDBOX_HELPER)) ?? '';
  checks.check('Chromium’s helper keeps its rights in the .rpm', helper.startsWith('-rwsr-xr-x '), helper);
  const list = await debian.must('sh', '-c', 'dpkg-deb --fsys-tarfile "$1" | tar -t', 'list', deb);
  const inDeb = list.stdout.split('\n').filter((path) => path !== '' && !path.endsWith('/'));
  const same = inDeb.map((path) => path.slice(1)).sort();
  const inRpm = files.map((entry) => entry.slice(entry.indexOf(' ') + 1)).sort();
  checks.check(`the .rpm has the ${same.length} files of the .deb`, inRpm.join('\n') === same.join('\n'), inRpm.length);
}
