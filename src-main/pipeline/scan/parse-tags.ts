import type { IAudioMetadata, IOptions } from 'music-metadata';
import { parseFromTokenizer } from 'music-metadata';
import { FileWindow } from '../../files/file-window.ts';
import { ExcessError, FileTokenizer } from './file-tokenizer.ts';
import { hasModestId3 } from './modest-id3.ts';

/** The parser compares every value with all others of its kind. */
const MOST_VALUES = 5_000;

/**
 * Reads a file's tags by its content; the name only helps where the content alone does not tell.
 * @param name another name than the file's own, for a copy of it
 * @throws if neither does, or the tags are larger than any program writes
 */
export async function parseTags(path: string, options: IOptions, name = path): Promise<IAudioMetadata> {
  if (!(await FileWindow.with(path, hasModestId3))) throw new ExcessError('The ID3 tag is too large.');
  return parseOnce(path, options, undefined).catch((error: unknown) => {
    if (error instanceof ExcessError) throw error;
    return parseOnce(path, options, name);
  });
}

/** With a path, the parser would believe the name. */
function parseOnce(path: string, options: IOptions, name: string | undefined): Promise<IAudioMetadata> {
  const observer = valueLimit();
  return FileWindow.with(path, (file) => parseFromTokenizer(new FileTokenizer(file, name), { ...options, observer }));
}

/** Ends a parsing that finds too many values. */
function valueLimit(): NonNullable<IOptions['observer']> {
  const excess = new ExcessError('The tags have too many values.');
  let values = 0;
  return ({ metadata }) => {
    if (++values <= MOST_VALUES) return;
    // Some of the parsers hand over all values before they hear that one was refused: the others then cost nothing.
    Object.assign(metadata, { addTag: () => Promise.reject(excess) });
    throw excess;
  };
}
