import { utf8Of } from './bytes.ts';

const UTF16 = { 1: 'utf-16le', 2: 'utf-16be' } as const;

/**
 * The text of a frame's content: its first byte tells the encoding (0 Latin-1, 1 UTF-16 with a mark, 2 UTF-16BE, 3
 * UTF-8). Zero characters part values; those at the end are left out.
 */
export function decodeText(content: Uint8Array): string {
  const [encoding = 0] = content;
  const bytes = content.subarray(1);
  return textOf(encoding, bytes).replace(/\0+$/, '');
}

function textOf(encoding: number, bytes: Uint8Array): string {
  if (encoding === 3) return new TextDecoder('utf-8').decode(bytes);
  if (encoding === 1 || encoding === 2) return decodeUtf16(bytes, UTF16[encoding]);
  return Buffer.from(bytes).toString('latin1');
}

/** Each value may have a mark of its own. */
function decodeUtf16(bytes: Uint8Array, fallback: 'utf-16le' | 'utf-16be'): string {
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  const label = isBigEndian ? 'utf-16be' : isLittleEndian ? 'utf-16le' : fallback;
  return new TextDecoder(label).decode(bytes.subarray(0, bytes.length & ~1)).replaceAll('\ufeff', '');
}

/**
 * The content of a text frame. Latin-1 where it is enough; else UTF-8 in ID3v2.4, and UTF-16 before it, which had no
 * UTF-8.
 */
export function encodeText(text: string, version: number): Uint8Array {
  const isAscii = /^[\u0000-\u007f]*$/.test(text);
  if (isAscii || (version < 4 && isLatin1(text))) return Uint8Array.from([0, ...Buffer.from(text, 'latin1')]);
  if (version === 4) return Uint8Array.from([3, ...new TextEncoder().encode(text)]);
  return Uint8Array.from([1, 0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
}

/** Whether Latin-1 has all letters of a text. */
export function isLatin1(text: string): boolean {
  return /^[\u0000-\u00ff]*$/.test(text);
}

/**
 * The text of bytes whose encoding is not told, as in ID3v1 and RIFF's INFO: UTF-8 where they are UTF-8, Latin-1 where
 * that gives words of a Western language, null where it would give a row of odd letters.
 */
export function guessText(bytes: Uint8Array): string | null {
  const end = bytes.indexOf(0);
  const used = end < 0 ? bytes : bytes.subarray(0, end);
  const text = utf8Of(used) ?? latin1Of(used);
  return text === null ? null : text.replace(/ +$/, '');
}

/** Letters of Western European words; quotation marks and dashes of Windows’ code page lie between 0x80 and 0x9f. */
const WESTERN_WORD = /^[\u0020-\u007e]*(?:[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][\u0020-\u007e]*)*$/;

/**
 * Latin-1 is plausible where letters with accents stand alone among ASCII ones: other alphabets give rows of them, and
 * a capital letter behind a small one.
 */
function latin1Of(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString('latin1');
  if (!WESTERN_WORD.test(text)) return null;
  const words = text.split(/[^\p{L}]+/u).filter((word) => /[^\u0000-\u007f]/.test(word));
  return words.every(isWesternWord) ? text : null;
}

function isWesternWord(word: string): boolean {
  const accented = [...word].filter((letter) => letter > '\u007f').length;
  const hasRow = /[^\u0000-\u007f]{2}/.test(word);
  const hasOddCapital = /\p{Ll}\p{Lu}/u.test(word);
  return !hasRow && !hasOddCapital && accented * 2 <= word.length;
}
