import { expect, test } from 'vitest';
import { shippedPackages } from './licences.ts';

test('packages that the app runs with are shipped, those built into the page with what they need, and tools are not', () => {
  const packages = {
    '': {},
    'node_modules/koffi': { version: '1' },
    'node_modules/vitest': { version: '1', dev: true },
    'node_modules/svelte': { version: '1', dev: true, dependencies: { devalue: '^5', acorn: '^8' } },
    'node_modules/devalue': { version: '5', dev: true },
  };
  expect(shippedPackages(packages)).toEqual(['node_modules/devalue', 'node_modules/koffi', 'node_modules/svelte']);
});
