import { expect, test } from 'vitest';
import { lockedPackages, nameAt, needlessPackages, parseLock, shippedPackages } from './shipped-packages.ts';

const LINUX = { platform: 'linux', arch: 'x64' } as const;

const PACKAGES = parseLock(
  JSON.stringify({
    packages: {
      '': { dependencies: { koffi: '1', libsql: '1', 'onnxruntime-node': '1' }, devDependencies: { vitest: '1' } },
      'node_modules/koffi': { version: '1', optionalDependencies: { '@k/linux': '1', '@k/freebsd': '1' } },
      'node_modules/@k/linux': { os: ['linux'], cpu: ['x64'] },
      'node_modules/@k/freebsd': { os: ['freebsd'], cpu: ['x64'] },
      'node_modules/libsql': { version: '1', dependencies: { detect: '2' } },
      'node_modules/libsql/node_modules/detect': { version: '2' },
      'node_modules/onnxruntime-node': { version: '1', dependencies: { 'global-agent': '4' } },
      'node_modules/global-agent': { version: '4', dependencies: { detect: '1', matcher: '1' } },
      'node_modules/matcher': { version: '1' },
      'node_modules/detect': { version: '1' },
      'node_modules/vitest': { version: '1', dev: true },
      'node_modules/svelte': { version: '1', dev: true, dependencies: { devalue: '^5', acorn: '^8' } },
      'node_modules/devalue': { version: '5', dev: true },
      'node_modules/acorn': { version: '8', dev: true },
    },
  }),
);

test('what the app runs with and what is built into its page is shipped; tools, installers and other systems’ parts are not', () => {
  expect(shippedPackages(PACKAGES, LINUX)).toEqual([
    'node_modules/@k/linux',
    'node_modules/devalue',
    'node_modules/koffi',
    'node_modules/libsql',
    'node_modules/libsql/node_modules/detect',
    'node_modules/onnxruntime-node',
    'node_modules/svelte',
  ]);
});

test('what installers alone ask for is needless, but not under a name that the app needs', () => {
  expect(needlessPackages(PACKAGES, LINUX)).toEqual(['@k/freebsd', 'global-agent', 'matcher']);
});

test('nothing that this repository’s app needs is needless', () => {
  const packages = lockedPackages();
  const needless = needlessPackages(packages, LINUX);
  expect(needless).toEqual(expect.arrayContaining(['adm-zip', 'global-agent', '@derhuerst/http-basic']));
  expect(shippedPackages(packages, LINUX).filter((path) => needless.includes(nameAt(path)))).toEqual([]);
});
