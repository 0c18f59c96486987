import { expect, test } from 'vitest';
import { releasesOf } from './metainfo.ts';

test('released versions are read from the changelog, and what is not released is not', () => {
  const changelog = '## [Unreleased]\n\n- x\n\n## [1.1.0] - 2026-11-27\n\n- y\n\n## [1.0.0] - 2026-01-02\n';
  expect(releasesOf(changelog)).toEqual([
    { version: '1.1.0', date: '2026-11-27' },
    { version: '1.0.0', date: '2026-01-02' },
  ]);
});
