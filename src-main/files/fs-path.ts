/**
 * Names of files are bytes; most systems write them in UTF-8, old disks do not. The app's paths are texts all the same:
 * a byte that is not UTF-8 becomes a character of this private range, so that paths go through JSON, SQLite and
 * messages unharmed.
 */
const FIRST_ESCAPE = 0x10fe00;
const ESCAPED = /[\u{10fe80}-\u{10feff}]/u;
const ALL_ESCAPED = /[\u{10fe80}-\u{10feff}]/gu;

/** The path for a call to the file system: bytes where the text stands for a name that is not UTF-8. */
export function fsPath(path: string): string | Buffer {
  return ESCAPED.test(path) ? pathBytes(path) : path;
}

/** Whether a path holds a name that is not UTF-8. */
export function isByteName(path: string): boolean {
  return ESCAPED.test(path);
}

/** The bytes of a path. */
export function pathBytes(path: string): Buffer {
  const parts = [...path].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= FIRST_ESCAPE + 0x80 && code <= FIRST_ESCAPE + 0xff
      ? Buffer.of(code - FIRST_ESCAPE)
      : Buffer.from(character);
  });
  return Buffer.concat(parts);
}

/** The text that stands for a name or a path in bytes; {@link pathBytes} gives the very bytes again. */
export function pathOfBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = buffer.toString('utf8');
  if (!ESCAPED.test(text) && Buffer.from(text).equals(buffer)) return text;
  let escaped = '';
  for (let offset = 0; offset < buffer.length;) {
    const length = characterLength(buffer, offset);
    const character = buffer.toString('utf8', offset, offset + Math.max(1, length));
    escaped +=
      length > 0 && !ESCAPED.test(character)
        ? character
        : escapeBytes(buffer.subarray(offset, offset + Math.max(1, length)));
    offset += Math.max(1, length);
  }
  return escaped;
}

function escapeBytes(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : String.fromCodePoint(FIRST_ESCAPE + byte)))
    .join('');
}

/** Length of the UTF-8 character at `offset`; 0 where there is none. */
function characterLength(buffer: Buffer, offset: number): number {
  for (let length = 1; length <= 4 && offset + length <= buffer.length; length++) {
    const part = buffer.subarray(offset, offset + length);
    const text = part.toString('utf8');
    if (!text.includes('\ufffd') || part.equals(Buffer.from('\ufffd')))
      return Buffer.from(text).equals(part) ? length : 0;
  }
  return 0;
}

/** A path as people see it: with a mark in place of each byte that is no text. */
export function shownPath(path: string): string {
  return path.replace(ALL_ESCAPED, '\ufffd');
}
