/**
 * Our own part of a comment, wherever it stands in it. All else of a comment is the user's. It has no bracket inside, so
 * that it can be told from what people write around it.
 */
export const OWN_COMMENT_PART = /\[Genrescope: [^\]]*\]/;

/** A text as our own part of a comment; empty for an empty text. */
export function commentPart(text: string): string {
  return text === '' ? '' : `[Genrescope: ${text.replaceAll('[', '(').replaceAll(']', ')')}]`;
}
