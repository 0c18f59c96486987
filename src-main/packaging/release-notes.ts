import { notesOf, parseChangelog } from '../files/changelog.ts';

/**
 * What a version brings, as plain text: what the window shows of a newer version.
 * @param changelog see {@link parseChangelog}; a version without a section has the notes of what is not released yet
 */
export function releaseNotes(changelog: string, version: string): string {
  const sections = notesOf(parseChangelog(changelog), version)?.sections ?? [];
  return sections.map(({ title, entries }) => [title, ...entries.map((entry) => `- ${entry}`)].join('\n')).join('\n\n');
}
