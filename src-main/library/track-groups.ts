import type { TrackGroup } from '../contract/library.ts';
import type { SqlCondition } from './word-search.ts';

/** The extension of a row of `tracks`, in lower case, without the dot: what follows the last one. */
export const FILE_FORMAT = `CASE
  WHEN instr(file_name, '.') = 0 THEN ''
  ELSE lower(substr(file_name, 1 + length(rtrim(file_name, replace(file_name, '.', ''))))) END`;

/** Whether a row of `tracks` is of a group; of an agreement, those that can be: the tags are compared afterwards. */
export function isOfGroup({ by, value }: TrackGroup): SqlCondition {
  switch (by) {
    case 'format':
      return [`${FILE_FORMAT} = ?`, value];
    case 'agreement':
      return [`predicted IS NOT NULL AND (genres = '[]') = ?`, value === 'untagged' ? 1 : 0];
    case 'album':
      return ['(folder, album) = (SELECT folder, album FROM tracks WHERE id = ?)', Number(value)];
  }
}
