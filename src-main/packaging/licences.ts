import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './product.ts';

/** Packages that are built into the page and so are no dependencies of the finished app. */
const BUILT_IN = ['svelte', 'bits-ui', 'tailwindcss', 'uplot', 'wavesurfer.js'];

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
type Packages = z.infer<typeof lockSchema>['packages'];

/** Names under which packages carry their licence. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * Gathers the licences of everything in a package.
 * @param folder gets LICENSE, NOTICE and THIRD-PARTY.txt
 */
export async function writeLicences(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of ['LICENSE', 'NOTICE']) await copyFile(join(ROOT, name), join(folder, name));
  const { packages } = lockSchema.parse(JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')));
  const parts: string[] = [];
  for (const path of shippedPackages(packages)) parts.push(await licenceOf(path, packages));
  await writeFile(join(folder, 'THIRD-PARTY.txt'), parts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Paths in the lock file of the packages that the app runs with, and of those that are built into its page. */
export function shippedPackages(packages: Packages): string[] {
  const shipped = new Set(Object.keys(packages).filter((path) => path !== '' && packages[path]?.dev !== true));
  const waiting = BUILT_IN.map((name) => `node_modules/${name}`);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entry = packages[path];
    if (!entry || shipped.has(path)) continue;
    shipped.add(path);
    waiting.push(...Object.keys(entry.dependencies ?? {}).map((name) => `node_modules/${name}`));
  }
  return [...shipped].sort();
}

async function licenceOf(path: string, packages: Packages): Promise<string> {
  const { version = '', license = 'unknown licence' } = packages[path] ?? {};
  const heading = `${path.replace(/^.*node_modules\//, '')} ${version} (${license})\n`;
  const folder = join(ROOT, path);
  // Parts for other systems are not installed; their texts are those of the part that is.
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => LICENCE_FILE.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return [heading, ...texts.map((text) => `${text.trim()}\n`)].join('\n');
}
