import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FFMPEG_ARCHIVES } from '../../contract/pinned-archives.ts';
import { archiveFolder } from '../../files/app-home.ts';

/** FFmpeg's program that `npm run ffmpeg:install` fetched and checked; null where it is not there. */
export function installedFfmpeg(environment: NodeJS.ProcessEnv): string | null {
  const archive = FFMPEG_ARCHIVES[`${process.platform}-${process.arch}`];
  if (!archive) return null;
  const [name = ''] = Object.values(archive.members);
  const path = join(archiveFolder('ffmpeg', archive, environment), name);
  return existsSync(path) ? path : null;
}
