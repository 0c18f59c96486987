import { shownPath } from '../files/fs-path.ts';

/**
 * Characters that a terminal obeys (control characters), that end a line, or that reorder what stands beside them: a
 * name with U+202E shows `gpj.mp3` for `3pm.jpg`.
 */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** A line with everything written out that a file name may hold and nobody sees: `\x1b`, `\n`, `\u202e`. */
export function visibleLine(line: string): string {
  return shownPath(line).replace(UNSEEN, escaped);
}

/** As {@link visibleLine}, for texts of our own with several lines. */
export function visibleText(text: string): string {
  return text.split('\n').map(visibleLine).join('\n');
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
