import { z } from 'zod';

const evidenceSchema = z.object({
  model: z.string(),
  /** Of the writing, as `2026-11-27`. */
  date: z.string(),
  /** The most probable genres, as the model names them, with their probabilities. */
  genres: z.record(z.string(), z.number()),
});

/** What the field GENRESCOPE tells. */
export type Evidence = z.infer<typeof evidenceSchema>;

const MOST_GENRES = 3;
const LEAST_PROBABILITY = 0.01;
/** Two processors round differently. */
const SAME = 0.015;

/** The field's text: one line of JSON, with the keys `model`, `date` and `genres`. */
export function evidenceText(
  { model, genres, probabilities }: { model: string; genres: readonly string[]; probabilities: readonly number[] },
  date: Date,
): string {
  const ranked = genres.map((genre, index) => [genre, Math.round(100 * (probabilities[index] ?? 0)) / 100] as const);
  const likely = ranked.filter(([, probability]) => probability >= LEAST_PROBABILITY).sort((a, b) => b[1] - a[1]);
  const evidence: Evidence = {
    model,
    date: date.toISOString().slice(0, 10),
    genres: Object.fromEntries(likely.slice(0, MOST_GENRES)),
  };
  return JSON.stringify(evidence);
}

/** What a field's text tells; null where it is none of ours. */
export function parseEvidence(text: string): Evidence | null {
  try {
    return evidenceSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether two texts tell the same of a track, at whatever date. */
export function isSameEvidence(a: string, b: string): boolean {
  const [one, other] = [parseEvidence(a), parseEvidence(b)];
  if (!one || !other || one.model !== other.model) return false;
  const names = new Set([...Object.keys(one.genres), ...Object.keys(other.genres)]);
  return [...names].every((name) => Math.abs((one.genres[name] ?? 0) - (other.genres[name] ?? 0)) < SAME);
}
