import { expect, test } from 'vitest';
import { KNOWN_LIBRARIES } from '../setup/system-packages.mjs';
import { rpmVersion, specification } from './rpm.ts';

test('a package asks for every library by its own name, runs no script, and keeps the rights of Chromium’s helper', () => {
  const lines = specification('/staged', ['/usr/bin/genrescope']).split('\n');
  for (const library of KNOWN_LIBRARIES) expect(lines).toContain(`Requires: ${library}()(64bit)`);
  expect(lines.filter((line) => /^%(pre|post|trigger)/.test(line))).toEqual([]);
  expect(lines).toContain('%attr(4755,root,root) /opt/Genrescope/chrome-sandbox');
  expect(lines).toContain('/usr/bin/genrescope');
});

test('what comes before a release sorts before it', () => {
  expect(rpmVersion('1.2.0')).toBe('1.2.0');
  expect(rpmVersion('1.2.0-beta-1')).toBe('1.2.0~beta_1');
});
