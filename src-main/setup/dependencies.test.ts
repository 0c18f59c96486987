import { describe, expect, test } from 'vitest';
import { dependencyDigest, isInstalled } from './dependencies.mjs';

describe('dependencyDigest', () => {
  const packageJson = { version: '1.0.0', scripts: { test: 'x' }, dependencies: { zod: '4.6.7' } };
  const digest = (change: object, lockfile = '{}'): string =>
    dependencyDigest(JSON.stringify({ ...packageJson, ...change }), lockfile);

  test('does not change with what npm does not install by', () => {
    expect(digest({ version: '2.0.0', scripts: {} })).toBe(digest({}));
  });

  test('changes with a dependency and with the lock file', () => {
    expect(digest({ devDependencies: { vite: '8' } })).not.toBe(digest({}));
    expect(digest({}, '{ }')).not.toBe(digest({}));
  });
});

describe('isInstalled', () => {
  const a = { version: '1.0.0', integrity: 'sha512-a' };
  const forOtherPlatform = { version: '1.0.0', optional: true };
  const wanted = { packages: { '': {}, 'node_modules/a': a, 'node_modules/a-win32': forOtherPlatform } };

  test('accepts what the lock file says, without the packages of other platforms', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/a': a } })).toBe(true);
  });

  test.each([
    ['nothing at all', {}],
    ['another version', { packages: { 'node_modules/a': { ...a, version: '1.0.1' } } }],
    ['other content', { packages: { 'node_modules/a': { ...a, integrity: 'sha512-b' } } }],
    ['a package too many', { packages: { 'node_modules/a': a, 'node_modules/b': a } }],
  ])('refuses %s', (_name, installed) => {
    expect(isInstalled(wanted, installed)).toBe(false);
  });

  test('refuses everything when there is no lock file', () => {
    expect(isInstalled({}, { packages: {} })).toBe(false);
  });
});
