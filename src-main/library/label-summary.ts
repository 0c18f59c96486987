import { z } from 'zod';
import type { LabelSummary } from '../contract/labels.ts';
import type { LibraryDatabase } from './database.ts';
import type { GenreSnapshot } from './genre-store.ts';

const countRow = z.object({ genre: z.string(), tracks: z.number() });
const totalRow = z.object({ tracks: z.number() });

const COUNT_BY_GENRE = 'SELECT genre, count(*) AS tracks FROM labels GROUP BY genre ORDER BY tracks DESC, genre';
const COUNT_TRACKS = 'SELECT count(DISTINCT track_id) AS tracks FROM labels';

/** What is labelled, and the genres with what is known of them: the most labelled first, those without a track last. */
export function summarizeLabels(
  database: LibraryDatabase,
  { facts, spellings }: GenreSnapshot,
): Omit<LabelSummary, 'lastStep'> {
  const counts = z.array(countRow).parse(database.prepare(COUNT_BY_GENRE).all());
  const { tracks } = totalRow.parse(database.prepare(COUNT_TRACKS).get());
  const labelled = new Set(counts.map(({ genre }) => genre));
  const unlabelled = facts.filter(({ name }) => !labelled.has(name)).map(({ name }) => ({ genre: name, tracks: 0 }));
  const genres = [...counts, ...unlabelled].map(({ genre, tracks: own }) => {
    const known = facts.find(({ name }) => name === genre);
    return {
      name: genre,
      tracks: own,
      colour: known?.colour ?? null,
      parent: known?.parent ?? null,
      aliases: spellings.filter((each) => each.genre === genre).map(({ spelling }) => spelling),
    };
  });
  const ignored = spellings.filter(({ genre }) => genre === null).map(({ spelling }) => spelling);
  return { genres, tracks, ignored };
}
