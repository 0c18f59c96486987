import { isTemporaryName } from '../../files/temporary-file.ts';

/**
 * Names of folders and files that are no music though they may look like it: companions and catalogues of macOS,
 * recycle bins, databases of programs, thumbnails of network drives. Other names that begin with a dot are music: `…And
 * Justice for All`.
 */
const NOT_MUSIC = [
  /^\._/,
  /^\.trash/i,
  /^\.(git|svn|hg|cache|config|local|npm|thumbnails)$/i,
  /^\.(appledouble|appledb|appledesktop|temporaryitems)$/i,
  /^\.(fseventsd|spotlight-v100|documentrevisions-v100|stversions|stfolder|sync)$/i,
  /^@eadir$/i,
  /^#recycle$/i,
  /^\$recycle\.bin$/i,
  /^recycler$/i,
  /^system volume information$/i,
  /^lost\+found$/,
];

/** Whether a name is never music; copies that the tag writer makes are not. */
export function isNeverMusic(name: string): boolean {
  return NOT_MUSIC.some((pattern) => pattern.test(name)) || isTemporaryName(name);
}
