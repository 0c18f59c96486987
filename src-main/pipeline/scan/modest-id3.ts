import { AppError } from '../../contract/app-error.ts';
import type { ByteSource } from '../../formats/byte-source.ts';
import { readChunks } from '../../formats/chunk-list.ts';
import { isModestTag } from '../../formats/id3v2.ts';
import { startsWith } from '../../formats/signature.ts';
import { findSurroundings } from '../../formats/surrounding-tags.ts';
import { LARGEST_TOKEN } from './file-tokenizer.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

const hasChunks = startsWith('RIFF', 'RF64', 'BW64', 'FORM');
const SIGNATURE_BYTES = 4;

/**
 * Whether the ID3 tags of a file, in front or in a chunk, are such as programs write, or it has none. A text with a
 * hundred thousand genres keeps the parser busy for minutes.
 * @throws what the file system says
 */
export async function hasModestId3(source: ByteSource): Promise<boolean> {
  try {
    for (const { start, end } of await tagsOf(source))
      if (end - start > LARGEST_TOKEN || !isModestTag(await source.read(start, end - start))) return false;
    return true;
  } catch (error) {
    // What is damaged for an editor may be read all the same.
    if (error instanceof AppError) return true;
    throw error;
  }
}

async function tagsOf(source: ByteSource): Promise<readonly Range[]> {
  if (!hasChunks(await source.read(0, SIGNATURE_BYTES))) return (await findSurroundings(source)).leading;
  const { chunks } = await readChunks(source);
  return chunks
    .filter(({ id }) => id.toUpperCase() === 'ID3 ')
    .map(({ content, length }) => ({ start: content, end: content + length }));
}
