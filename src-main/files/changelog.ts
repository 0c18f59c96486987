import type { ReleaseNotes, ReleaseSection } from '../contract/updates.ts';

const VERSION = /^## \[(?<name>[^\]]+)\](?: - (?<date>\d{4}-\d{2}-\d{2}))?/;
const SECTION = /^### (?<title>.+)$/;
const ENTRY = /^- (?<text>.+)$/;
/** An entry's next line. */
const CONTINUED = /^ {2,}(?<text>\S.*)$/;

interface Draft {
  readonly version: string | null;
  readonly date: string | null;
  readonly sections: { readonly title: string; readonly entries: string[] }[];
}

/**
 * Reads a change log in the form of Keep a Changelog 1.1.0 (https://keepachangelog.com): `## [VERSION] - DATE`,
 * `### KIND`, and lists. What stands elsewhere is passed over.
 * @returns the versions in the order of the text, the newest first
 */
export function parseChangelog(text: string): ReleaseNotes[] {
  const releases: Draft[] = [];
  for (const line of text.split(/\r?\n/)) takeLine(line, releases);
  return releases.map((release) => ({ ...release, sections: release.sections.map(plainSection) }));
}

/** What the change log says of a version; where it has no section of it, what is not released yet; null without both. */
export function notesOf(releases: readonly ReleaseNotes[], version: string): ReleaseNotes | null {
  const named = releases.find((release) => release.version === version);
  return named ?? releases.find((release) => release.version === null && release.sections.length > 0) ?? null;
}

function takeLine(line: string, releases: Draft[]): void {
  const version = VERSION.exec(line)?.groups;
  if (version) {
    const isReleased = version['name']?.toLowerCase() !== 'unreleased';
    releases.push({
      version: isReleased ? (version['name'] ?? null) : null,
      date: version['date'] ?? null,
      sections: [],
    });
    return;
  }
  const sections = releases.at(-1)?.sections;
  if (sections) takeChange(line, sections);
}

function takeChange(line: string, sections: Draft['sections']): void {
  const title = SECTION.exec(line)?.groups?.['title'];
  if (title !== undefined) return void sections.push({ title: title.trim(), entries: [] });
  const entry = ENTRY.exec(line)?.groups?.['text'];
  if (entry !== undefined) {
    if (sections.length === 0) sections.push({ title: '', entries: [] });
    return void sections.at(-1)?.entries.push(entry);
  }
  const rest = CONTINUED.exec(line)?.groups?.['text'];
  const entries = sections.at(-1)?.entries;
  const last = entries?.pop();
  if (last !== undefined) entries?.push(rest === undefined ? last : `${last} ${rest}`);
}

function plainSection({ title, entries }: ReleaseSection): ReleaseSection {
  return { title, entries: entries.map(plain) };
}

/** The marks of Markdown that the log uses: code, emphasis, links. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/(\*\*|\*)(?=\S)(.+?)\1/g, '$2');
}
