import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as TaglibModule from 'taglib-wasm';
import { AppError } from '../../contract/app-error.ts';

/** TagLib works on a copy in memory. */
const LARGEST_FILE = 1.5e9;

let loading: Promise<TaglibModule.TagLib> | null = null;

/**
 * A whole Ogg, MP4 or WMA file with other genres, by TagLib (WebAssembly, in memory: it cannot touch the disk).
 * @throws AppError tags-unsupported where TagLib cannot read or write it
 */
export async function editWithTaglib(file: Uint8Array, genres: readonly string[]): Promise<Uint8Array> {
  if (file.length > LARGEST_FILE) throw new AppError('tags-unsupported', 'The file is too large to be rewritten in memory.');
  loading ??= loadTaglib();
  const taglib = await loading;
  try {
    const audio = await taglib.open(file, { partial: false });
    try {
      audio.setProperties({ ...audio.properties(), genre: [...genres] });
      if (!audio.save()) throw new AppError('tags-unsupported', 'TagLib refused to write the tags.');
      return audio.getFileBuffer().slice();
    } finally {
      audio.dispose();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('tags-unsupported', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The package's main entry wants Node 22; its browser build, which does the same in memory, runs everywhere. */
async function loadTaglib(): Promise<TaglibModule.TagLib> {
  const folder = dirname(createRequire(import.meta.url).resolve('taglib-wasm'));
  const module: typeof TaglibModule = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'index.browser.js')).href);
  const wasmBinary = new Uint8Array(await readFile(join(folder, 'taglib-web.wasm')));
  return module.TagLib.initialize({ wasmBinary });
}
