import type { HardLinkedFiles } from '../../src-main/contract/tags.ts';
import type { HardLinkRule } from '../../src-main/contract/values.ts';
import { texts } from '../../src-main/texts/index.ts';

/** The note of a review on files with several names (hard links). */
export function hardLinkNote({ count: files, examples }: HardLinkedFiles, rule: HardLinkRule): string {
  const names = examples.join(', ') + (files > examples.length ? ', …' : '');
  return texts.review.hardLinks({ files, names, areWritten: rule === 'write' });
}
