import { execFileSync } from 'node:child_process';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { encodeAudio, extensionOf } from '../../../src-main/testing/encode-audio.ts';
import { HOSTILE_CONTAINERS } from './hostile-containers.ts';
import type { HostileFile } from './hostile-file.ts';
import { HOSTILE_TAGS } from './hostile-tags.ts';
import { OTHER_FILES } from './other-files.ts';

const GOOD_FILES = 10;

/** What lies in the folder of an attack. */
export interface AttackFolder {
  /** Names of files that any player plays. */
  readonly good: readonly string[];
  /** How many files were made to harm. */
  readonly hostile: number;
}

/** Fills a folder with good files among hostile ones. */
export async function makeAttackFolder(folder: string): Promise<AttackFolder> {
  const hostile = [...HOSTILE_TAGS, ...HOSTILE_CONTAINERS, ...OTHER_FILES];
  for (const file of hostile) await writeHostile(folder, file);
  const good: string[] = [];
  for (let index = 0; index < GOOD_FILES; index++) good.push(await writeGood(folder, index));
  await makeSpecialFiles(folder);
  return { good, hostile: hostile.length };
}

async function writeHostile(folder: string, { name, bytes, size }: HostileFile): Promise<void> {
  const path = typeof name === 'string' ? join(folder, name) : Buffer.concat([Buffer.from(`${folder}/`), name]);
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes());
    if (size !== undefined) await file.truncate(size);
  } finally {
    await file.close();
  }
}

/** Names begin with letters from all over the alphabet, so that good files come between hostile ones. */
async function writeGood(folder: string, index: number): Promise<string> {
  const encoding = index % 2 === 0 ? 'wav' : 'flac';
  const name = `${'0agjmpqtwz'[index]} good${extensionOf(encoding)}`;
  const sound = { seconds: 12, channels: 2, frequencies: [200 + 60 * index, 900 + 30 * index], noise: 0.05 } as const;
  await writeFile(join(folder, name), await encodeAudio(encoding, { sound, tags: { title: `Good ${index}` } }));
  return name;
}

/** What is no file at all; nothing on systems that have no such things. */
async function makeSpecialFiles(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [join(folder, 'pipe.mp3')]);
  await symlink('/dev/zero', join(folder, 'zeros without end.mp3'));
  await symlink('loop.mp3', join(folder, 'loop.mp3'));
  await symlink('..', join(folder, 'folder above.mp3'));
  await mkdir(join(folder, 'folder.mp3'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 'socket.mp3'), resolve));
  // Closing the server would take its name away.
  server.unref();
}
