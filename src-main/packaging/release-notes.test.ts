import { expect, test } from 'vitest';
import { releaseNotes } from './release-notes.ts';

const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- Later.

## [1.1.0] - 2026-11-27

### Added

- A \`command\` that
  goes on.
- **Another.**

### Fixed

- A fault ([how](docs/x.md)).

## [1.0.0] - 2026-01-02

- The first.
`;

test('the notes are those of the version, as plain text', () => {
  expect(releaseNotes(CHANGELOG, '1.1.0')).toBe(
    'Added\n- A command that goes on.\n- Another.\n\nFixed\n- A fault (how).',
  );
});

test('a version that is not released yet has the notes of what comes', () => {
  expect(releaseNotes(CHANGELOG, '1.2.0')).toBe('Added\n- Later.');
  expect(releaseNotes('', '1.2.0')).toBe('');
});
