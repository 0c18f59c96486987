import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ownAppImage } from './app-image.ts';

const NAME = 'genrescope-data';
/** What the files of a packaged app lie in, in the folder of its resources. */
const PACKED_IN: ReadonlySet<string> = new Set(['app.asar', 'app']);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder `genrescope-data` beside the program, where there is one: data then move with the program, as on a memory
 * stick. A program that runs from its sources has none.
 * @param builtFolder where the running program's entry file lies (`out/main`)
 * @param platform as Node names it
 */
export function portableFolder(builtFolder: string, environment: Environment, platform: string): string | null {
  const beside = folderOfProgram(builtFolder, environment, platform);
  const folder = beside === null ? null : join(beside, NAME);
  return folder !== null && isFolder(folder) ? folder : null;
}

/**
 * Where the file lies that the user starts. An AppImage and a portable program of Windows unpack themselves to another
 * place, and tell by variables where they lie.
 */
function folderOfProgram(builtFolder: string, environment: Environment, platform: string): string | null {
  const packed = dirname(dirname(builtFolder));
  const resources = dirname(packed);
  if (!PACKED_IN.has(basename(packed)) || basename(resources).toLowerCase() !== 'resources') return null;
  const program = dirname(resources);
  const image = platform === 'linux' ? ownAppImage(program, environment) : null;
  if (image !== null) return dirname(image);
  const portable = environment['PORTABLE_EXECUTABLE_DIR'];
  if (platform === 'win32' && portable) return portable;
  // Genrescope.app/Contents/Resources
  return platform === 'darwin' ? dirname(dirname(program)) : program;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
