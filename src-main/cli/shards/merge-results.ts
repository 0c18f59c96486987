import { basename } from 'node:path';
import { throwIfCancelled } from '../../contract/app-error.ts';
import type { GivenResult, ResultStore } from '../../library/result-store.ts';
import { say } from '../output.ts';
import type { NeededResults } from './needed-results.ts';
import { fitsModel, requireNeeded, requireNeededHeader } from './needed-results.ts';
import { pathBelow } from './relative-path.ts';
import { readResults } from './read-results.ts';
import type { FileResult, ResultLine } from './results-format.ts';
import type { SeenShards } from './seen-shards.ts';

/** What one transaction takes: some fifty milliseconds of work. */
const RESULTS_AT_ONCE = 500;
const BYTES_AT_ONCE = 16 << 20;
/** Damaged lines of one file that are told one by one. */
const TOLD_DAMAGES = 20;

/** What results are merged into. */
export interface MergeTarget {
  readonly folder: string;
  readonly needed: NeededResults;
  readonly store: ResultStore;
  readonly shards: SeenShards;
  readonly signal: AbortSignal;
}

/**
 * Merges a file of results into the library. Damaged lines are told on stderr and left out.
 * @returns how many lines are damaged
 * @throws AppError results-of-other-model, results-invalid, cancelled, and what SQLite and the file system say; what was
 *   merged before is kept
 */
export async function mergeFile(path: string, target: MergeTarget): Promise<number> {
  const damages = createDamages(basename(path));
  const batch = createBatch(target.store);
  let isBegun = false;
  for await (const read of readResults(path)) {
    throwIfCancelled(target.signal);
    const place = `${basename(path)}, line ${read.number}`;
    const damage = 'damage' in read ? read.damage : damageOf(read.line, isBegun, target, place);
    if (damage !== null) damages.add(read.number, damage);
    else if ('line' in read && read.line.status === 'shard') isBegun = true;
    else if ('line' in read) batch.add(givenResult(read.line, target), read.bytes);
  }
  batch.flush();
  damages.finish();
  return damages.count();
}

/** Why a line cannot be used, if so. @throws AppError results-of-other-model */
function damageOf(line: ResultLine, isBegun: boolean, target: MergeTarget, place: string): string | null {
  const { needed, shards } = target;
  if (line.status === 'shard') {
    requireNeededHeader(line, needed, place);
    shards.see(line.shard);
    return null;
  }
  if (!isBegun) return 'before any header of a shard';
  if (line.status === 'left-out' || !line.library) return null;
  requireNeeded(line.library, needed, place);
  return line.status === 'error' || fitsModel(line.library.analysis, needed) ? null : 'not what the model gives';
}

/** A line's result, by the path of its file here; null of a line that is no file's. */
function givenResult(line: ResultLine, target: MergeTarget): GivenResult | null {
  if (line.status === 'shard' || line.status === 'left-out' || !line.library) return null;
  const { path, size, modifiedMilliseconds, metadata } = line.library;
  const file = { path: pathHere(path, target), size, modifiedMilliseconds };
  return {
    file,
    outcome: line.status === 'error' ? { ok: false, metadata, error: line.error } : analysed(line, target),
  };
}

function analysed(line: Extract<FileResult, { status: 'ok' }>, { needed }: MergeTarget): GivenResult['outcome'] {
  const { name: model, specHash, window, genres, styles } = needed;
  const { metadata, analysis, audioDigest } = line.library;
  const kind = { model, specHash, window, genres, styles, provider: line.provider };
  return { ok: true, metadata, analysis: { ...analysis, ...kind, audioDigest } };
}

/** As the library has it: systems write letters with accents in one character or in two. */
function pathHere(path: string, { folder, store }: MergeTarget): string {
  const spellings = [path, path.normalize('NFC'), path.normalize('NFD')].map((name) => pathBelow(folder, name));
  return spellings.find((spelling) => store.has(spelling)) ?? pathBelow(folder, path);
}

function createBatch(store: ResultStore) {
  let results: GivenResult[] = [];
  let size = 0;
  const flush = () => {
    store.take(results);
    results = [];
    size = 0;
  };
  return {
    flush,
    add(result: GivenResult | null, bytes: number): void {
      if (!result) return;
      results.push(result);
      size += bytes;
      if (results.length >= RESULTS_AT_ONCE || size >= BYTES_AT_ONCE) flush();
    },
  };
}

function createDamages(name: string) {
  let found = 0;
  return {
    count: () => found,
    add(line: number, damage: string): void {
      found += 1;
      if (found <= TOLD_DAMAGES) say(`${name}, line ${line} is left out: ${damage}`);
    },
    finish(): void {
      if (found > TOLD_DAMAGES) say(`${name}: ${found - TOLD_DAMAGES} more lines are left out.`);
    },
  };
}
