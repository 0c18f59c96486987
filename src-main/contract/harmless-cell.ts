/**
 * A text that begins as a formula does gets an apostrophe in front, which spreadsheets take for “this is text”. So does
 * one that has apostrophes before that, so that {@link asWritten} can tell both.
 */
export function harmless(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** What {@link harmless} was given. */
export function asWritten(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
