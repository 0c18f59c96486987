import { extname } from 'node:path';
import { hasAudioExtension } from '../audio-files.ts';

/** What a watcher tells of a file or folder. */
interface Change {
  readonly type: 'create' | 'update' | 'delete';
  readonly path: string;
}

/** An extension as files have it; folders are named “Vol. 2” or “1999.live” too, but seldom so. */
const FILE_EXTENSION = /^\.[a-z][a-z0-9]{1,4}$/i;

/** Whether a change may be of music: of a file with such a name, or of a folder that comes or goes. */
export function mayBeMusic({ type, path }: Change): boolean {
  if (hasAudioExtension(path)) return true;
  return type !== 'update' && !FILE_EXTENSION.test(extname(path));
}
