import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PRODUCT } from '../../src-main/packaging/product.ts';
import type { BareDebian } from './bare-debian.ts';
import { USER } from './bare-debian.ts';

const EXPECTED = [
  // The display.
  /^\/tmp\/(\.X\d+-lock|\.X11-unix|xvfb-run\.)/,
  // Of Chromium's lock: the check kills the window.
  /^\/tmp\/scoped_dir/,
  // Of libraries of the system.
  /\/\.cache(\/(fontconfig|mesa_shader_cache))?$/,
  // Downloads of updates, each until the next one.
  new RegExp(`/\\.cache/${PRODUCT.name}-updater$`),
  // The user's data.
  new RegExp(`/\\.config(/${PRODUCT.productName})?$`),
];

/** Names in the user's home, its folders of settings, and `/tmp`. */
export async function personalPaths(debian: BareDebian): Promise<Set<string>> {
  const home = join('/home', USER);
  const folders = [home, ...['.config', '.cache', '.local', '.local/share'].map((name) => join(home, name)), '/tmp'];
  const namesIn = (folder: string) => readdir(join(debian.folder, folder)).catch(() => []);
  const paths = await Promise.all(
    folders.map(async (folder) => (await namesIn(folder)).map((name) => join(folder, name))),
  );
  return new Set(paths.flat());
}

/** What the app left of its own in places that are the user's. */
export function leftToUser(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  return [...after].filter((path) => !before.has(path) && !EXPECTED.some((pattern) => pattern.test(path)));
}
