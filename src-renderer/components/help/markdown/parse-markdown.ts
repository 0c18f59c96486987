import { UnknownMarkdown, type Block, type TableRow } from './markdown.ts';
import { parseInlines, plainText } from './parse-inlines.ts';

const HEADING = /^(#{1,4}) (\S.*)$/;
const FENCE = /^```\w*$/;
const IMAGE = /^!\[([^\]]+)\]\(([^\s)]+)\)$/;
const ITEM = /^(?:- |(\d+)\. )(\S.*)$/;
const ROW = /^\|(.*)\|$/;
const RULER = /^\|(?: ?:?-+:? ?\|)+$/;
/** Quotes, HTML, definitions, rules, indented code and lists of other kinds. */
const UNKNOWN_START = /^(?:>|<|\[[^\]]+\]:|[-*_=]{3,}$|\s|[*+] |#|```|~~~)/;

/** The lines of a page, taken from the top. */
interface Lines {
  readonly all: readonly string[];
  at: number;
}

/**
 * Parses the subset of Markdown that the project's pages use: headings, paragraphs, lists without levels, tables, code
 * and images on lines of their own.
 * @throws UnknownMarkdown for anything else, since it would be shown wrongly
 */
export function parseMarkdown(source: string): readonly Block[] {
  const lines: Lines = { all: source.replace(/\r\n/g, '\n').split('\n'), at: 0 };
  const blocks: Block[] = [];
  for (let line = lines.all[lines.at]; line !== undefined; line = lines.all[lines.at])
    if (line.trim() === '') lines.at += 1;
    else blocks.push(takeBlock(lines, line));
  return blocks;
}

/** The mark of a heading in addresses, as GitHub makes it: in lower case, without punctuation, with hyphens for spaces. */
export function headingId(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function takeBlock(lines: Lines, line: string): Block {
  const [heading, image] = [HEADING.exec(line), IMAGE.exec(line)];
  if (heading) return takeHeading(lines, heading);
  if (FENCE.test(line)) return takeCode(lines);
  if (ITEM.test(line)) return takeList(lines);
  if (ROW.test(line)) return takeTable(lines);
  if (image) {
    lines.at += 1;
    return { kind: 'image', alt: image[1] ?? '', target: image[2] ?? '' };
  }
  return takeParagraph(lines);
}

function takeHeading(lines: Lines, [, marks = '', text = '']: RegExpExecArray): Block {
  lines.at += 1;
  const content = parseInlines(text);
  return { kind: 'heading', level: marks.length, id: headingId(plainText(content)), content };
}

function takeCode(lines: Lines): Block {
  const end = lines.all.indexOf('```', lines.at + 1);
  if (end < 0) throw new UnknownMarkdown(lines.all[lines.at] ?? '');
  const text = lines.all.slice(lines.at + 1, end).join('\n');
  lines.at = end + 1;
  return { kind: 'code', text };
}

function takeParagraph(lines: Lines): Block {
  const taken: string[] = [];
  for (let line = lines.all[lines.at]; line !== undefined && isText(line); line = lines.all[++lines.at]) {
    // Two spaces or a backslash at the end would break the line.
    if (UNKNOWN_START.test(line) || /(?: {2}|\\)$/.test(line)) throw new UnknownMarkdown(line);
    taken.push(line);
  }
  return { kind: 'paragraph', content: parseInlines(taken.join(' ')) };
}

/** Whether a line goes on with a paragraph: the other blocks begin without an empty line, too. */
function isText(line: string): boolean {
  return line.trim() !== '' && ![HEADING, FENCE, ITEM, ROW, IMAGE].some((start) => start.test(line));
}

function takeList(lines: Lines): Block {
  const items: string[] = [];
  const isOrdered = isNumbered(lines.all[lines.at] ?? '');
  for (let line = lines.all[lines.at]; line !== undefined && line.trim() !== ''; line = lines.all[++lines.at]) {
    const [, , text] = ITEM.exec(line) ?? [];
    if (text !== undefined && isNumbered(line) !== isOrdered) break;
    if (text !== undefined) items.push(text);
    else if (isContinued(line)) items.push(`${items.pop() ?? ''} ${line.trim()}`);
    else throw new UnknownMarkdown(line);
  }
  return { kind: 'list', isOrdered, items: items.map(parseInlines) };
}

function isNumbered(line: string): boolean {
  return ITEM.exec(line)?.[1] !== undefined;
}

/** Whether a line belongs to the item above it: it is indented, and begins no list, code or quote of its own. */
function isContinued(line: string): boolean {
  return /^ {2,3}\S/.test(line) && !UNKNOWN_START.test(line.trim()) && !ITEM.test(line.trim());
}

function takeTable(lines: Lines): Block {
  const rows: TableRow[] = [];
  const [head = '', ruler = ''] = lines.all.slice(lines.at, lines.at + 2);
  if (!RULER.test(ruler)) throw new UnknownMarkdown(head);
  for (lines.at += 2; ROW.test(lines.all[lines.at] ?? ''); lines.at += 1) rows.push(cellsOf(lines.all[lines.at] ?? ''));
  const columns = cellsOf(head);
  const uneven = rows.find((row) => row.length !== columns.length);
  if (uneven) throw new UnknownMarkdown(uneven.map(plainText).join(' | '));
  return { kind: 'table', head: columns, rows };
}

/** A bar in a cell, in code too, is written with a backslash (GitHub Flavored Markdown, section 4.10). */
function cellsOf(line: string): TableRow {
  const cells = line.slice(1, -1).split(/(?<!\\)\|/);
  return cells.map((cell) => parseInlines(cell.trim().replaceAll('\\|', '|')));
}
