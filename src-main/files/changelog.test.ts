import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notesOf, parseChangelog } from './changelog.ts';

const LOG = `# Changelog

Words before the first version, and - no entry.

## [Unreleased]

## [0.2.0] - 2026-12-01

### Added

- A \`setting\` that
  goes on in the next line, with a [link](https://example.com/x).
- *Two* **marks**, 2 * 3 * 4.

### Fixed

- One fault.

## [0.1.0]

- Without a heading.

[0.2.0]: https://example.com/0.2.0
`;

describe('the change log', () => {
  it('is read version by version, as plain text', () => {
    expect(parseChangelog(LOG)).toEqual([
      { version: null, date: null, sections: [] },
      {
        version: '0.2.0',
        date: '2026-12-01',
        sections: [
          {
            title: 'Added',
            entries: ['A setting that goes on in the next line, with a link.', 'Two marks, 2 * 3 * 4.'],
          },
          { title: 'Fixed', entries: ['One fault.'] },
        ],
      },
      { version: '0.1.0', date: null, sections: [{ title: '', entries: ['Without a heading.'] }] },
    ]);
    expect(parseChangelog('')).toEqual([]);
    expect(parseChangelog(LOG.replaceAll('\n', '\r\n'))).toEqual(parseChangelog(LOG));
  });

  it('tells of a version, and of what is not released where it does not know the version', () => {
    const releases = parseChangelog(LOG);
    expect(notesOf(releases, '0.2.0')?.date).toBe('2026-12-01');
    expect(notesOf(releases, '0.3.0')).toBeNull();
    const unreleased = parseChangelog('## [Unreleased]\n\n### Changed\n\n- A word.\n');
    expect(notesOf(unreleased, '0.3.0')?.sections).toEqual([{ title: 'Changed', entries: ['A word.'] }]);
  });

  it('of the app has the form that release notes are made from', () => {
    const releases = parseChangelog(readFileSync(join(import.meta.dirname, '../../CHANGELOG.md'), 'utf8'));
    const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    expect(releases.length).toBeGreaterThan(0);
    for (const { version, date, sections } of releases) {
      if (version !== null) {
        expect(version).toMatch(/^\d+\.\d+\.\d+/);
        expect(date, version).not.toBeNull();
      }
      for (const { title, entries } of sections) {
        expect(kinds).toContain(title);
        expect(entries.length, title).toBeGreaterThan(0);
      }
      const titles = sections.map(({ title }) => title);
      expect(new Set(titles).size, titles.join()).toBe(titles.length);
    }
  });
});
