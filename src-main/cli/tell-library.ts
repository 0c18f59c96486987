import { stat } from 'node:fs/promises';
import { fsPath } from '../files/fs-path.ts';
import { libraryExists } from '../library/library-file.ts';
import { TrackStore } from '../library/track-store.ts';
import { resolvePath } from '../tags/original-file.ts';
import type { CommandContext } from './command.ts';
import { withLibrary } from './labelled-library.ts';

/** A file that was written or brought back. */
export interface TouchedFile {
  readonly path: string;
  /** What it has now; null: as the file itself says. */
  readonly genres: readonly string[] | null;
}

/**
 * Tells the library what files are like after they were written or brought back, so that they do not count as changed.
 * @param isOurs whether the genres are what the app itself says, and nobody else's
 */
export async function tellLibrary(
  files: readonly TouchedFile[],
  isOurs: boolean,
  context: CommandContext,
): Promise<void> {
  if (files.length === 0 || !libraryExists(context.paths.database)) return;
  const now: Awaited<ReturnType<typeof factsOf>>[] = [];
  for (const file of files) {
    // A file that is gone again is the next scan's matter.
    const facts = await factsOf(file, context).catch(() => null);
    if (facts) now.push(facts);
  }
  await withLibrary(context, (database) => {
    const tracks = new TrackStore(database);
    tracks.transaction(() =>
      now.forEach(({ path, genres, ...facts }) => tracks.saveGenres(path, genres, { ...facts, isOurs })),
    );
  });
}

async function factsOf({ path, genres }: TouchedFile, { reader, signal }: CommandContext) {
  const real = await resolvePath(path);
  const { size, mtimeMs } = await stat(fsPath(real));
  const now = await reader.tags(real, signal);
  return { path: real, ...now, ...(genres && { genres }), size, modifiedMilliseconds: Math.floor(mtimeMs) };
}
