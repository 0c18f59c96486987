/** The beginning of a text, in whole characters. @param longest in UTF-16 units */
export function cutText(text: string, longest: number): string {
  // A part of a long text would keep all of it in memory.
  return text.length <= longest
    ? text
    : Buffer.from(text.slice(0, longest))
        .toString()
        .replace(/\uFFFD$/, '');
}
