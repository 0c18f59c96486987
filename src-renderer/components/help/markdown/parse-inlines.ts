import { UnknownMarkdown, type Inline } from './markdown.ts';

/** Escapes, code, strong text, emphasis and links, in this order; CommonMark 0.31, sections 2.4 and 6. */
const TOKEN =
  /\\(?<escaped>[!-/:-@[-`{-~])|(?<ticks>`+)(?<code>.+?)\k<ticks>(?!`)|\*\*(?<strong>\S.*?)\*\*|\*(?<emphasis>[^\s*].*?)\*|(?<!!)\[(?<label>(?:`[^`]*`|[^\]`])*)\]\((?<target>[^\s)]+)\)/gs;

/** What would mean something to other readers of Markdown: HTML, entities, images, links of other kinds, underscores. */
const UNKNOWN = /<\w|<\/|<!|&#?\w+;|!\[|\]\[|\]\(|[*`]|(?<![\w])__?\w/;

/**
 * Parses the text of a paragraph, a heading, a list item or a table cell.
 * @throws UnknownMarkdown
 */
export function parseInlines(source: string): readonly Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of source.matchAll(TOKEN)) {
    addText(parts, source.slice(from, match.index));
    addToken(parts, match.groups ?? {});
    from = match.index + match[0].length;
  }
  addText(parts, source.slice(from));
  return parts;
}

/** The text as it is read, without marks. */
export function plainText(content: readonly Inline[]): string {
  return content.map((part) => ('text' in part ? part.text : plainText(part.content))).join('');
}

function addText(parts: Inline[], text: string): void {
  if (UNKNOWN.test(text)) throw new UnknownMarkdown(text);
  if (text !== '') parts.push({ kind: 'text', text });
}

function addToken(parts: Inline[], token: Readonly<Record<string, string | undefined>>): void {
  const { escaped, code, strong, emphasis, label, target } = token;
  if (escaped !== undefined) parts.push({ kind: 'text', text: escaped });
  else if (code !== undefined) parts.push({ kind: 'code', text: code.replace(/^ (.*) $/s, '$1') });
  else if (strong !== undefined) parts.push({ kind: 'strong', content: parseInlines(strong) });
  else if (emphasis !== undefined) parts.push({ kind: 'emphasis', content: parseInlines(emphasis) });
  else if (label !== undefined && target !== undefined)
    parts.push({ kind: 'link', target, content: parseInlines(label) });
}
