import { parseMarkdown } from './markdown/parse-markdown.ts';
import type { Block, Inline } from './markdown/markdown.ts';
import { plainText } from './markdown/parse-inlines.ts';

/** A page of docs/, as the help shows it. */
export interface HelpPage {
  /** The name of its file, without folder and ending. */
  readonly name: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Where a link of a page leads. */
export type LinkTarget =
  | { readonly kind: 'page'; readonly name: string; readonly heading: string | null }
  /** Nothing that the help has: the address is shown, since the window opens no other pages. */
  | { readonly kind: 'address'; readonly address: string };

/** The page that lists the others, in the order in which the help lists them. */
const INDEX = 'README';

const SOURCES = import.meta.glob<string>('../../../docs/*.md', { eager: true, query: '?raw', import: 'default' });
const PICTURES = import.meta.glob<string>(
  ['../../../resources/screenshots/{library,inspector,labels,review}-light.png'],
  { eager: true, query: '?url', import: 'default' },
);

/** The pages of the help, in the order of the index. @throws Error where the index names a page that is not there */
export const HELP_PAGES: readonly HelpPage[] = [...new Set(linkedPages(parseMarkdown(sourceOf(INDEX))))].map(toPage);

/** The address of a picture that pages show. @throws Error where the help has no such picture */
export function pictureAddress(target: string): string {
  const address = PICTURES[`../../${target}`];
  if (address === undefined) throw new Error(target);
  return address;
}

/** Where a link of a page in docs/ leads. */
export function linkTarget(target: string, from: string): LinkTarget {
  const [file = '', heading = null] = target.split('#');
  const name = file === '' ? from : file.replace(/\.md$/, '');
  if (HELP_PAGES.some((page) => page.name === name)) return { kind: 'page', name, heading };
  if (/^\w+:/.test(target)) return { kind: 'address', address: target };
  return { kind: 'address', address: target.startsWith('../') ? target.slice(3) : `docs/${target}` };
}

function sourceOf(name: string): string {
  const source = SOURCES[`../../../docs/${name}.md`];
  if (source === undefined) throw new Error(name);
  return source;
}

function toPage(name: string): HelpPage {
  const blocks = parseMarkdown(sourceOf(name));
  const [first] = blocks;
  return { name, title: first?.kind === 'heading' ? plainText(first.content) : name, blocks };
}

function linkedPages(blocks: readonly Block[]): string[] {
  const lines = blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : []));
  return lines.flat().flatMap(pagesOf);
}

function pagesOf(part: Inline): string[] {
  const [, name] = part.kind === 'link' ? (/^([\w-]+)\.md$/.exec(part.target) ?? []) : [];
  return name === undefined ? [] : [name];
}
