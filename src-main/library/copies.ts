import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'libsql';
import { AppError } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import { moment } from '../texts/format.ts';
import { copyDatabase } from './database-copy.ts';
import { fromDatabaseError } from './database-error.ts';
import type { LibraryExamination } from './examine-library.ts';
import { examineLibrary } from './examine-library.ts';
import { copiesFolder } from './library-file.ts';

/** A copy of the library that was kept. */
export interface LibraryCopy {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** When it was made. */
  readonly madeAt: Date;
}

/** How many daily copies are kept. */
const DAILY_COPIES = 3;

const OBSTACLES: Readonly<Partial<Record<LibraryExamination['state'], ErrorCode>>> = {
  damaged: 'library-damaged',
  newer: 'library-newer',
  locked: 'library-locked',
  unreadable: 'library-unreadable',
};
const DAILY = /^library-\d{4}-\d{2}-\d{2}\.db$/;
const ANY = /^library-(\d{4}-\d{2}-\d{2}|before-\d+(-\d+)?)\.db$/;

/** The copies of a library, newest first; none where their folder is not there or cannot be read. */
export function listCopies(path: string): LibraryCopy[] {
  const folder = copiesFolder(path);
  const copies = namesIn(folder)
    .filter((name) => ANY.test(name))
    .flatMap((name) => {
      const facts = statSync(join(folder, name), { throwIfNoEntry: false });
      return facts ? [{ name, path: join(folder, name), bytes: facts.size, madeAt: facts.mtime }] : [];
    });
  return copies.sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime() || b.name.localeCompare(a.name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Whoever makes a copy there hears why it cannot be.
    return [];
  }
}

/** `1 copy`, `2 copies` */
export function countedCopies(amount: number): string {
  return amount === 1 ? '1 copy' : `${amount} copies`;
}

/** Says that copies are there, for where the library is not; null where there are none. */
export function copiesHint(path: string): string | null {
  const copies = listCopies(path);
  const [newest] = copies;
  if (!newest) return null;
  const counted = `${countedCopies(copies.length)} of it, the newest of ${moment(newest.madeAt)}`;
  return `${path} is not there, but ${copiesFolder(path)} holds ${counted}`;
}

/** The name of a day's copy, by the local calendar. */
export function dailyName(day: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `library-${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}.db`;
}

/**
 * Copies the library once a day, and keeps three such copies. A damaged library is not copied, so that the copies of
 * better days stay; nor is one without a track.
 * @returns whether a copy was made
 * @throws AppError library-damaged, library-newer, library-locked, library-unreadable, library-read-only, disk-full;
 *   the copies that are there stay
 */
export function makeDailyCopy(path: string, now = new Date()): boolean {
  const target = join(copiesFolder(path), dailyName(now));
  try {
    if (existsSync(target)) return false;
    const { state, faults, facts } = examineLibrary(path, 'quick');
    const obstacle = OBSTACLES[state];
    if (obstacle) throw new AppError(obstacle, `${path}: ${faults.join('; ')}`);
    if (!facts || facts.tracks === 0) return false;
    const isMade = copyNow(path, target);
    if (isMade) prune(path, target, facts.labels > 0);
    return isMade;
  } catch (error) {
    throw fromDatabaseError(error, path);
  }
}

function copyNow(path: string, target: string): boolean {
  const database = new Database(path);
  try {
    database.exec('PRAGMA busy_timeout = 2000');
    return copyDatabase(database, target);
  } finally {
    database.close();
  }
}

/**
 * The oldest daily copies go. While the library has no labels, copies with labels stay: it may have been begun anew by
 * mistake.
 */
function prune(path: string, made: string, hasLabels: boolean): void {
  const others = readdirSync(copiesFolder(path))
    .filter((name) => DAILY.test(name) && name !== basename(made))
    .sort()
    .reverse();
  for (const name of others.slice(DAILY_COPIES - 1)) {
    const copy = join(copiesFolder(path), name);
    if (hasLabels || examineLibrary(copy, 'quick').facts?.labels === 0) rmSync(copy);
  }
}
