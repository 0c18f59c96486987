import { sep } from 'node:path';
import type { TrackGroup } from '../contract/library.ts';
import type { SqlCondition } from './word-search.ts';

const SEPARATOR = `'${sep}'`;
/** A track's path below its root. */
const BELOW = `substr(path, length(rtrim(root, ${SEPARATOR})) + 2)`;

/** The uppermost folder below the opened one that a row of `tracks` lies in; empty where it lies in the opened one. */
export const TOP_FOLDER = `substr(${BELOW}, 1, max(0, instr(${BELOW}, ${SEPARATOR}) - 1))`;

/** The extension of a row of `tracks`, in lower case, without the dot: what follows the last one. */
export const FILE_FORMAT = `CASE
  WHEN instr(file_name, '.') = 0 THEN ''
  ELSE lower(substr(file_name, 1 + length(rtrim(file_name, replace(file_name, '.', ''))))) END`;

/** Whether a row of `tracks` is of a group; of an agreement, those that can be: the tags are compared afterwards. */
export function isOfGroup({ by, value }: TrackGroup): SqlCondition {
  switch (by) {
    case 'folder':
      return [`${TOP_FOLDER} = ?`, value];
    case 'format':
      return [`${FILE_FORMAT} = ?`, value];
    case 'agreement':
      return [`predicted IS NOT NULL AND (genres = '[]') = ?`, value === 'untagged' ? 1 : 0];
    case 'album':
      return ['(folder, album) = (SELECT folder, album FROM tracks WHERE id = ?)', Number(value)];
  }
}
