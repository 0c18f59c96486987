import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** Whose trash, on which system. */
export interface TrashPlace {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Moves a file or a folder to the user's trash: on Linux as the Trash specification of freedesktop.org says (1.0, the home
 * trash), on macOS into `~/.Trash`.
 * @throws where there is no trash that this program knows, or it is on another volume
 */
export async function moveToTrash(path: string, { platform, environment }: TrashPlace): Promise<void> {
  const home = environment['HOME'] ?? homedir();
  if (platform === 'darwin') return rename(path, join(home, '.Trash', freeName(path)));
  if (platform !== 'linux') throw new Error('There is no trash that this program knows.');
  const trash = join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'Trash');
  const [files, info] = [join(trash, 'files'), join(trash, 'info')];
  for (const folder of [files, info]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = freeName(path);
  const note = join(info, `${name}.trashinfo`);
  const encoded = resolve(path).split('/').map(encodeURIComponent).join('/');
  await writeFile(note, `[Trash Info]\nPath=${encoded}\nDeletionDate=${localSeconds(new Date())}\n`, { flag: 'wx' });
  await rename(path, join(files, name)).catch(async (error: unknown) => {
    await rm(note);
    throw error;
  });
}

/** A name that nothing in the trash has: things of one name are deleted at different times. */
function freeName(path: string): string {
  return `${basename(path)} ${Date.now().toString(36)}`;
}

/** YYYY-MM-DDThh:mm:ss in the user's time. */
function localSeconds(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
