/** An escaped backslash; half of a surrogate pair or a NUL, which JSON writes as escapes. */
const BACKSLASH_OR_NO_TEXT = /\\\\|\\ud[89a-f][0-9a-f]{2}|\\u0000/g;

/**
 * JSON for SQLite's functions. Out of half a surrogate pair they would make bytes that are no text, and whoever reads them
 * then ends the whole process; at a NUL, text ends when it is read. U+FFFD takes the place of both.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(BACKSLASH_OR_NO_TEXT, (found) => (found === '\\\\' ? found : '\uFFFD'));
}
