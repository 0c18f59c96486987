/** Rows of a CSV text as objects by column name, as {@link csvHeader} tells it (RFC 4180: quotes double inside quotes). */
export function parseCsv(text: string): Record<string, string>[] {
  const header = csvHeader(text);
  const [, ...rows] = splitRows(text);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

/** The names of a CSV text's columns, in small letters; a byte order mark, as spreadsheets write it, is none of them. */
export function csvHeader(text: string): string[] {
  const [header = []] = splitRows(text.replace(/^\uFEFF/, ''));
  return header.map((name) => name.trim().toLowerCase());
}

function splitRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g)) {
    const [whole, cell = '', separator = ''] = match;
    if (whole === '' && row.length === 0) break;
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (separator !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

/** A cell of a CSV line (RFC 4180). */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Labels as a table of path,genre; several genres are joined by ;. */
export function labelTable(tracks: readonly { readonly path: string; readonly names: readonly string[] }[]): string {
  return ['path,genre', ...tracks.map(({ path, names }) => `${csvCell(path)},${csvCell(names.join(';'))}`)].map((line) => `${line}\n`).join('');
}
