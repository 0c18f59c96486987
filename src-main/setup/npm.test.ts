import { expect, test } from 'vitest';
import { npmCommand } from './npm.mjs';

test('runs the npm that called, but no other package manager', () => {
  const called = npmCommand(['ci'], { npm_execpath: '/lib/npm/bin/npm-cli.js' }, 'linux');
  expect(called).toEqual([process.execPath, ['/lib/npm/bin/npm-cli.js', 'ci']]);
  expect(npmCommand(['ci'], { npm_execpath: '/lib/pnpm.cjs' }, 'linux')).toEqual(['npm', ['ci']]);
});

test('goes through the command interpreter on Windows', () => {
  expect(npmCommand(['ci'], {}, 'win32')[0]).toBe('cmd.exe');
});
