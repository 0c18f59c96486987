import { expect, test } from 'vitest';
import { firstError, installerEnvironment, isWithinRetryPause } from './electron-official.mjs';

const HOUR = 3_600_000;

test('waits a day after a failed download, unless the clock was wrong', () => {
  expect(isWithinRetryPause(0, HOUR)).toBe(true);
  expect(isWithinRetryPause(0, 25 * HOUR)).toBe(false);
  expect(isWithinRetryPause(2 * HOUR, HOUR)).toBe(false);
});

test('finds the line that says what went wrong', () => {
  expect(firstError('Downloading…\nTypeError: fetch failed\n    at node:internal', 1)).toBe('TypeError: fetch failed');
  expect(firstError('', 137)).toBe('the download ended with status 137');
});

test('lets the installer believe only the sums that came with the package', () => {
  const env = { PATH: '/bin', electron_use_remote_checksums: '1', npm_config_electron_use_remote_checksums: '1' };
  expect(installerEnvironment(env)).toEqual({ PATH: '/bin' });
});
