import type { HardLinkedFiles } from '../../src-main/contract/tags.ts';
import type { HardLinkRule } from '../../src-main/contract/values.ts';
import { count } from './format.ts';

/** What a review says of files with several names. */
export function hardLinkNote({ count: files, examples }: HardLinkedFiles, rule: HardLinkRule): string {
  const names = examples.join(', ') + (files > examples.length ? ', …' : '');
  const have = `${count(files, 'file')} ${files === 1 ? 'has' : 'have'} several names (hard links): ${names}.`;
  return `${have} ${rule === 'write' ? 'All names get the new genre.' : 'They are left alone; the settings change that.'}`;
}
