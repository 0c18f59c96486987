import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpackedPath } from './unpacked-path.ts';

test('a file of the archive lies beside it, and others stay where they are', () => {
  const installed = join('/opt', 'Genrescope', 'resources', 'app.asar', 'node_modules', 'x', 'x.node');
  expect(unpackedPath(installed)).toBe(join('/opt/Genrescope/resources/app.asar.unpacked/node_modules/x/x.node'));
  const fromSources = join('/home', 'app.asar-lover', 'node_modules', 'x', 'x.node');
  expect(unpackedPath(fromSources)).toBe(fromSources);
});
