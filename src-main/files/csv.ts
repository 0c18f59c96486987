import { harmless } from '../contract/harmless-cell.ts';

/** Characters that stand between cells; where two are equally frequent in a header, the first of them. */
const SEPARATORS = [',', ';', '\t'] as const;
/** Excel's own first line, which names the separator. */
const SEPARATOR_LINE = /^"?sep=([^\r\n])"?[,;\t]*(?:\r\n|\r|\n|$)/i;

/** Rows of a table as objects by column name, as {@link csvHeader} tells it. Blank lines are none. */
export function parseCsv(text: string): Record<string, string>[] {
  const header = csvHeader(text);
  const [, ...rows] = splitRows(text);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

/** The names of a table's columns, in small letters; a byte order mark, as spreadsheets write it, is none of them. */
export function csvHeader(text: string): string[] {
  const [header = []] = splitRows(text, 1);
  return header.map((name) => name.trim().toLowerCase());
}

/**
 * RFC 4180 and what programs make of it: commas, semicolons or tabs (or what Excel's line `sep=` names) between cells;
 * CR, LF or both after lines; line breaks within quotes; a quote that does not enclose a whole cell is a part of the
 * text.
 */
function splitRows(text: string, most = Infinity): string[][] {
  const body = text.replace(/^\uFEFF/, '');
  const line = SEPARATOR_LINE.exec(body);
  const start = line?.[0].length ?? 0;
  const separator = line?.[1] ?? separatorOf(body);
  const rows: string[][] = [];
  let row: string[] = [];
  for (let index = start; rows.length < most && (index < body.length || row.length > 0);) {
    const cell = cellAt(body, index, separator);
    row.push(cell.text);
    index = cell.end + 1;
    if (body[cell.end] === separator) continue;
    if (body[cell.end] === '\r' && body[index] === '\n') index += 1;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

/** The character that is most frequent in the first line, outside of quotes. */
function separatorOf(text: string): string {
  const [line = ''] = text.replace(/^[\r\n]+/, '').split(/[\r\n]/, 1);
  const bare = line.replace(/"(?:[^"]|"")*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** @returns the cell, and where the separator, the line's end or the text's end stands after it */
function cellAt(text: string, start: number, separator: string): { readonly text: string; readonly end: number } {
  const isEnd = (index: number) =>
    index >= text.length || text[index] === separator || text[index] === '\r' || text[index] === '\n';
  let open = start;
  while (text[open] === ' ') open += 1;
  const close = text[open] === '"' ? closingQuote(text, open) : -1;
  let end = close < 0 ? start : close + 1;
  while (close >= 0 && text[end] === ' ') end += 1;
  if (close >= 0 && isEnd(end)) return { text: text.slice(open + 1, close).replaceAll('""', '"'), end };
  for (end = start; !isEnd(end);) end += 1;
  return { text: text.slice(start, end), end };
}

/** Where the quote stands that closes the one at `open`; two are one within the text. -1 where there is none. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}

/** A text as a cell of a table (RFC 4180) that no spreadsheet takes for a formula, see `harmless`. */
export function csvCell(text: string): string {
  return quoted(harmless(text));
}

/** A text in quotes where it needs them: spreadsheets in other languages part cells at semicolons. */
export function quoted(text: string): string {
  return /[",;\t\r\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
