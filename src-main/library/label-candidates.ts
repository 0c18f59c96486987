import { z } from 'zod';
import type { LabelCandidate, LabelCandidates } from '../contract/labels.ts';
import { floats, numbers, strings } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import { pagesOf } from './pages.ts';
import { IS_LABELLED_FILE } from './retrain-store.ts';

const TRACKS_AT_ONCE = 1_000;
/** Tracks that are compared with one another when the next labels are chosen. */
const MOST_CANDIDATES = 2_000;
const MOST_KNOWN = 1_000;

const predictionRow = z.object({ id: z.number(), probabilities: numbers });
const candidateRow = predictionRow.extend({ genres: strings, embedding: floats });
const embeddingRow = z.object({ embedding: floats });

const HEARD_BY = 'spec_hash IN (SELECT value FROM json_each(?)) AND length(embedding) > 0';
const SQL = {
  predictions: `
    SELECT id, probabilities FROM tracks JOIN analyses ON track_id = id
    WHERE id > ? AND root = ? AND status = 'done' AND ${HEARD_BY} AND id NOT IN (SELECT track_id FROM labels)
    ORDER BY id LIMIT ?`,
  candidates: `
    SELECT track_id AS id, probabilities, genres, embedding FROM analyses
    WHERE track_id IN (SELECT value FROM json_each(?))`,
  known: `
    SELECT embedding FROM tracks JOIN analyses ON track_id = id
    WHERE ${IS_LABELLED_FILE} AND ${HEARD_BY}
    ORDER BY path DESC LIMIT ?`,
} as const;

/**
 * What is worth a label in a folder: analysed tracks without one, the least sure first, and the features of those that
 * have one.
 * @param specHashes of the models whose features can be compared
 */
export async function findLabelCandidates(
  database: LibraryDatabase,
  root: string,
  specHashes: ReadonlySet<string>,
): Promise<LabelCandidates> {
  const hashes = JSON.stringify([...specHashes]);
  const ids = await leastSure(database, root, hashes);
  const rows = z.array(candidateRow).parse(database.prepare(SQL.candidates).all(JSON.stringify(ids)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = z.array(embeddingRow).parse(database.prepare(SQL.known).all(hashes, MOST_KNOWN));
  return {
    candidates: ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [candidateOf(row)] : [];
    }),
    known: known.map(({ embedding }) => embedding).reverse(),
  };
}

/** The sure ones are not asked for anyway. */
async function leastSure(database: LibraryDatabase, root: string, hashes: string): Promise<number[]> {
  const statement = database.prepare(SQL.predictions);
  let least: { readonly id: number; readonly margin: number }[] = [];
  const pages = pagesOf({
    first: 0,
    size: TRACKS_AT_ONCE,
    read: (behind, size) => z.array(predictionRow).parse(statement.all(behind, root, hashes, size)),
    keyOf: ({ id }) => id,
  });
  for await (const rows of pages) {
    least.push(...rows.map(({ id, probabilities }) => ({ id, margin: marginOf(probabilities) })));
    least = least.sort((a, b) => a.margin - b.margin).slice(0, MOST_CANDIDATES);
  }
  return least.map(({ id }) => id);
}

/** How far the two likeliest genres are apart. */
function marginOf(probabilities: readonly number[]): number {
  let [first, second] = [0, 0];
  for (const probability of probabilities)
    if (probability > first) [first, second] = [probability, first];
    else if (probability > second) second = probability;
  return first - second;
}

function candidateOf({ id, probabilities, genres, embedding }: z.infer<typeof candidateRow>): LabelCandidate {
  const order = probabilities
    .map((_, index) => index)
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  const likeliest: [string, string] = [genres[order[0] ?? 0] ?? '', genres[order[1] ?? 0] ?? ''];
  return { id, probabilities, likeliest, features: embedding };
}
