import { realpath, stat } from 'node:fs/promises';
import { readLabelTable } from '../files/label-table.ts';
import { LONGEST_GENRE } from '../contract/labels.ts';
import { fsPath } from '../files/fs-path.ts';
import { RetrainStore } from '../library/retrain-store.ts';
import { resolvePath } from '../tags/original-file.ts';
import type { CommandContext } from './command.ts';
import { hasLibrary, withLibrary } from './labelled-library.ts';
import { say } from './output.ts';

/** What the user says a file is; nothing where nobody said it. */
export type LabelsOf = (path: string) => Promise<readonly string[] | undefined>;

/**
 * The labels of a table, where one is named, before those of the library.
 * @param writes whether files will be changed by what they say
 * @throws AppError labels-invalid, library-missing
 */
export async function ownLabels(
  table: string | undefined,
  context: CommandContext,
  writes: boolean,
): Promise<LabelsOf> {
  const listed = table === undefined ? new Map<string, readonly string[]>() : await labelsOfTable(table);
  const kept = await labelsOfLibrary(context, writes);
  return async (path) => {
    const real = await resolvePath(path).catch(() => null);
    return real === null ? undefined : (listed.get(real) ?? kept(path, real));
  };
}

async function labelsOfTable(table: string): Promise<Map<string, readonly string[]>> {
  const labels = new Map<string, readonly string[]>();
  for (const { path, genres } of await readLabelTable(table, (skipped, reason) =>
    say(`left out: ${skipped}: ${reason}`),
  )) {
    const usable = [...new Set(genres)].filter((genre) => genre.length <= LONGEST_GENRE);
    if (usable.length < genres.length)
      say(`left out: ${path}: a genre that is listed twice or has more than ${LONGEST_GENRE} characters`);
    const real = await realpath(path).catch(() => path);
    if (usable.length > 0 && !labels.has(real)) labels.set(real, usable);
  }
  return labels;
}

/** No labels for a file that changed after it was labelled: it may contain another recording. */
async function labelsOfLibrary(
  context: CommandContext,
  writes: boolean,
): Promise<(path: string, real: string) => Promise<readonly string[] | undefined>> {
  if (!hasLibrary(context, writes)) return () => Promise.resolve(undefined);
  const own = await withLibrary(
    context,
    async (database) => new Map((await new RetrainStore(database).names()).map((row) => [row.path, row])),
    { writes },
  );
  return async (path, real) => {
    const row = own.get(real);
    if (!row) return undefined;
    const { size, mtimeMs } = await stat(fsPath(real));
    if (row.size === size && row.modified === Math.floor(mtimeMs)) return row.names;
    say(
      `${path}: changed since you labelled it. ` +
        'The label is not used until the app scans the file or you import it again.',
    );
    return undefined;
  };
}
