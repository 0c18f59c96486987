import { AppError } from '../../contract/app-error.ts';
import type { Line } from '../../files/read-lines.ts';
import { readLines } from '../../files/read-lines.ts';
import type { ResultLine, ResultsHeader } from './results-format.ts';
import { LONGEST_LINE, resultLineSchema, RESULTS_SCHEMA } from './results-format.ts';

/** A line of a file of results, or why it is none. */
export type ReadLine = { readonly number: number; readonly bytes: number } & (
  { readonly line: ResultLine } | { readonly damage: string }
);

/**
 * The lines of a file of results, one after the other. A line that is damaged is said to be, and the next ones are read.
 * @throws AppError results-invalid where there is no such file, or a newer version wrote it; what the file system says
 */
export async function* readResults(path: string): AsyncGenerator<ReadLine> {
  for await (const line of readLines(path, { mostBytes: LONGEST_LINE, invalid: 'results-invalid' })) {
    const { number, bytes } = line;
    if (bytes?.length === 0) continue;
    yield { number, bytes: bytes?.length ?? LONGEST_LINE, ...parseLine(line, path) };
  }
}

/** The header on the first line of a file; null where there is none. @throws AppError as {@link readResults} */
export async function readHeader(path: string): Promise<ResultsHeader | null> {
  for await (const read of readResults(path)) return 'line' in read && read.line.status === 'shard' ? read.line : null;
  return null;
}

function parseLine({ bytes, isWhole, number }: Line, path: string): { line: ResultLine } | { damage: string } {
  if (!bytes) return { damage: `longer than ${LONGEST_LINE >> 20} MiB` };
  const value = parseJson(bytes);
  if (value === undefined) return { damage: isWhole ? 'no JSON' : 'cut off' };
  if (isNewer(value))
    throw new AppError('results-invalid', `${path}, line ${number}: of a newer version. Update the app`);
  const parsed = resultLineSchema.safeParse(value);
  if (parsed.success) return { line: parsed.data };
  const [issue] = parsed.error.issues;
  return { damage: `no line of results (${[...(issue?.path ?? []), issue?.message].join(' ')})` };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isNewer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('status' in value) || !('schema' in value)) return false;
  return value.status === 'shard' && typeof value.schema === 'number' && value.schema > RESULTS_SCHEMA;
}
