import type { IAudioMetadata, IOptions } from 'music-metadata';
import { parseFile, parseFromTokenizer } from 'music-metadata';
import { fromFile } from 'strtok3';

/** Reads a file's tags by its content; the name only helps where the content alone does not tell. @throws if neither does */
export async function parseTags(path: string, options: IOptions): Promise<IAudioMetadata> {
  const tokenizer = await fromFile(path);
  try {
    // With a path, the parser would believe the name.
    delete tokenizer.fileInfo.path;
    return await parseFromTokenizer(tokenizer, options);
  } catch {
    return await parseFile(path, options);
  } finally {
    await tokenizer.close();
  }
}
