import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELP_PAGES, linkTarget, pictureAddress } from './help-pages.ts';
import type { Block, Inline } from './markdown/markdown.ts';
import { parseMarkdown } from './markdown/parse-markdown.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DOCS = join(ROOT, 'docs');
const INDEX = 'README.md';
/** Pages of the repository with links to one another. */
const FILES = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'training/README.md'].map((name) => join(ROOT, name)),
  ...readdirSync(DOCS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(DOCS, name)),
];

/** The targets of links and pictures. */
function targetsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'image') return [block.target];
    if (block.kind === 'list') return block.items.flat().flatMap(linksOf);
    if (block.kind === 'table') return [block.head, ...block.rows].flat(2).flatMap(linksOf);
    return block.kind === 'code' ? [] : block.content.flatMap(linksOf);
  });
}

function linksOf(part: Inline): string[] {
  const inner = 'content' in part ? part.content.flatMap(linksOf) : [];
  return part.kind === 'link' ? [part.target, ...inner] : inner;
}

/** Whether a link of a file leads to a file, and to a heading of it where it names one. */
function leadsSomewhere(target: string, from: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? from : resolve(dirname(from), path);
  if (!existsSync(file)) return false;
  if (heading === undefined) return true;
  const blocks = parseMarkdown(readFileSync(file, 'utf8'));
  return blocks.some((block) => block.kind === 'heading' && block.id === heading);
}

describe('the pages of the project', () => {
  it.each(FILES.map((file) => [relative(ROOT, file), file]))('%s links to what is there', (_name, file) => {
    const targets = targetsOf(parseMarkdown(readFileSync(file, 'utf8'))).filter((target) => !/^\w+:/.test(target));
    expect(targets.filter((target) => !leadsSomewhere(target, file))).toEqual([]);
  });
});

describe('HELP_PAGES', () => {
  it('has every page of docs', () => {
    const names = readdirSync(DOCS).filter((name) => name.endsWith('.md') && name !== INDEX);
    expect(HELP_PAGES.map(({ name }) => `${name}.md`).sort()).toEqual(names.sort());
  });

  it.each(HELP_PAGES.map((page) => [page.name, page] as const))('%s has a title and its pictures', (_name, page) => {
    expect(page.blocks.filter((block) => block.kind === 'heading' && block.level === 1)).toHaveLength(1);
    for (const block of page.blocks) if (block.kind === 'image') expect(pictureAddress(block.target)).toContain('.png');
  });
});

describe('linkTarget', () => {
  it('knows pages, their headings, and what the help does not have', () => {
    expect(linkTarget('safety.md#undo', 'guide')).toEqual({ kind: 'page', name: 'safety', heading: 'undo' });
    expect(linkTarget('#undo', 'safety')).toEqual({ kind: 'page', name: 'safety', heading: 'undo' });
    expect(linkTarget('guide.md', 'safety')).toEqual({ kind: 'page', name: 'guide', heading: null });
    expect(linkTarget('../training/RESULTS.md', 'guide')).toEqual({ kind: 'address', address: 'training/RESULTS.md' });
    expect(linkTarget('decisions/README.md', 'guide')).toEqual({
      kind: 'address',
      address: 'docs/decisions/README.md',
    });
    expect(linkTarget('https://example.org/guide.md', 'guide')).toEqual({
      kind: 'address',
      address: 'https://example.org/guide.md',
    });
  });
});
