import type { TagBatch } from '../contract/tags.ts';
import { texts } from '../texts/index.ts';

/** What a batch wrote, as undo and redo name it. @param files how many of its files are meant */
export function writtenText({ genres }: TagBatch, files: number): string {
  return texts.steps.written({ genres: genres.map(({ name }) => name), files });
}
