import { AppError } from '../../contract/app-error.ts';
import type { IAudioMetadata, IOptions } from 'music-metadata';
import { parseFromTokenizer } from 'music-metadata';
import { FileWindow } from '../../files/file-window.ts';
import { isModestTag } from '../../formats/id3v2.ts';
import { findSurroundings } from '../../formats/surrounding-tags.ts';
import { FileTokenizer, LARGEST_TOKEN } from './file-tokenizer.ts';

/**
 * Whether the ID3 tags in front of a file are such as programs write, or none. A text with a hundred thousand genres
 * keeps the parser busy for minutes.
 * @throws what the file system says
 */
export function hasModestTags(path: string): Promise<boolean> {
  return FileWindow.with(path, async (file) => {
    try {
      for (const { start, end } of (await findSurroundings(file)).leading)
        if (end - start > LARGEST_TOKEN || !isModestTag(await file.read(start, end - start))) return false;
      return true;
    } catch (error) {
      // What is damaged for an editor may be read all the same.
      if (error instanceof AppError) return true;
      throw error;
    }
  });
}

/** The parser compares every value with all others of its kind. */
const MOST_VALUES = 10_000;

/**
 * Reads a file's tags by its content; the name only helps where the content alone does not tell.
 * @param name another name than the file's own, for a copy of it
 * @throws if neither does, or the tags are larger than any program writes
 */
export async function parseTags(path: string, options: IOptions, name = path): Promise<IAudioMetadata> {
  return parseOnce(path, options, undefined).catch(() => parseOnce(path, options, name));
}

/** With a path, the parser would believe the name. */
function parseOnce(path: string, options: IOptions, name: string | undefined): Promise<IAudioMetadata> {
  let values = 0;
  const observer = () => {
    if (++values > MOST_VALUES) throw new RangeError('The tags have too many values.');
  };
  return FileWindow.with(path, (file) => parseFromTokenizer(new FileTokenizer(file, name), { ...options, observer }));
}
