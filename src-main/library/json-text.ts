/** An escaped backslash, or half of a surrogate pair, which JSON writes as an escape. */
const BACKSLASH_OR_HALF = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON for SQLite's functions. Out of half a surrogate pair they would make bytes that are no text, and whoever reads them
 * then ends the whole process; U+FFFD takes its place.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(BACKSLASH_OR_HALF, (found) => (found === '\\\\' ? found : '\uFFFD'));
}
