import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';
import type { OpenRequest } from './open-requests.ts';
import { packRequest, requestSchema } from './open-requests.ts';

/**
 * Bytes. Chromium hands the whole command line to the app that runs already, and on Linux, where that is longer than
 * 32 KiB, it takes the silence for a hung program and kills it (`kMaxMessageLength` in process_singleton_posix.cc).
 */
const LONGEST_HANDED_OVER = 24_000;

/** Whether a start's arguments and request are too long to be handed over. */
export function isTooLong(argv: readonly string[], request: OpenRequest): boolean {
  const bytes = argv.reduce((sum, argument) => sum + Buffer.byteLength(argument) + 1, 0);
  return bytes + (packRequest(request)['request']?.length ?? 0) > LONGEST_HANDED_OVER;
}

/** Writes what is named to a list in the data folder. @returns its name @throws as the file system */
export function writeList(home: string, request: OpenRequest): string {
  const name = randomUUID();
  makeFolder(folderOf(home));
  writeFileSync(fileOf(home, name), JSON.stringify(request), { flag: 'wx', mode: 0o600 });
  return name;
}

/** Reads a list, and deletes it. Nothing is named where there is none. @param name a UUID, which leads nowhere else */
export function takeList(home: string, name: string | null): readonly string[] {
  if (name === null) return [];
  try {
    const { named } = requestSchema.parse(JSON.parse(readFileSync(fileOf(home, name), 'utf8')));
    rmSync(fileOf(home, name));
    return named;
  } catch {
    return [];
  }
}

function folderOf(home: string): string {
  return join(home, 'named');
}

function fileOf(home: string, name: string): string {
  return join(folderOf(home), `${name}.json`);
}
