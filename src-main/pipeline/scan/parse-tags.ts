import { open } from 'node:fs/promises';
import type { IAudioMetadata, IOptions } from 'music-metadata';
import { parseFromTokenizer } from 'music-metadata';
import { fromFile } from 'strtok3';
import { fsPath, isByteName } from '../../files/fs-path.ts';

/**
 * Reads a file's tags by its content; the name only helps where the content alone does not tell.
 * @param name another name than the file's own, for a copy of it
 * @throws if neither does
 */
export async function parseTags(path: string, options: IOptions, name = path): Promise<IAudioMetadata> {
  return parseOnce(path, options, undefined).catch(() => parseOnce(path, options, name));
}

/** With a path, the parser would believe the name. */
async function parseOnce(path: string, options: IOptions, name: string | undefined): Promise<IAudioMetadata> {
  const opened = isByteName(path) ? await open(fsPath(path), 'r') : null;
  try {
    // A name that is not UTF-8 cannot be given as a text: the system has another one for an open file.
    const tokenizer = await fromFile(opened ? `/proc/self/fd/${opened.fd}` : path);
    try {
      if (name === undefined) delete tokenizer.fileInfo.path;
      else tokenizer.fileInfo.path = name;
      return await parseFromTokenizer(tokenizer, options);
    } finally {
      await tokenizer.close();
    }
  } finally {
    await opened?.close();
  }
}
