import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const BUILT = resolve(import.meta.dirname, '../out/main');
/** The bundler names the module above its code. */
const MODULE_COMMENT = /^\/\/ ((?:src-main|training|node_modules)\/\S+)$/gm;
const STATIC_IMPORT = /^(?:import|export)\b(?:[^'";]*\bfrom\b)? *"([^"]+)"/gm;

/**
 * What is loaded with a built file before its first statement runs: modules as paths below the repository, and packages
 * that are not bundled by their names.
 * @param file below `out/main`
 */
export function modulesLoadedWith(file: string): string[] {
  const modules = new Set<string>();
  const files = new Set([join(BUILT, file)]);
  // Grows while it is walked.
  for (const path of files) {
    const text = readFileSync(path, 'utf8');
    for (const module of namesIn(text, MODULE_COMMENT)) modules.add(module);
    for (const name of namesIn(text, STATIC_IMPORT)) {
      if (name.startsWith('.')) files.add(resolve(dirname(path), name));
      else if (!name.startsWith('node:')) modules.add(name);
    }
  }
  return [...modules];
}

/** The built file, below `out/main`, that holds a module. @throws Error where none does */
export function builtFileOf(module: string): string {
  const files = readdirSync(BUILT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  const found = files.find((name) => namesIn(readFileSync(join(BUILT, name), 'utf8'), MODULE_COMMENT).includes(module));
  if (found === undefined) throw new Error(`No built file names ${module}.`);
  return found;
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name]) => name ?? '');
}
