import { describe, expect, test } from 'vitest';
import { KNOWN_LIBRARIES, namesOnThisSystem, packagesOf, parseMissingLibraries } from './system-packages.mjs';

const POLICY = `libgtk-3-0:
  Installed: (none)
  Candidate: (none)
  Version table:
libgtk-3-0t64:
  Installed: (none)
  Candidate: 3.24.49-3
  Version table:
     3.24.49-3 500
libnss3:
  Installed: 2:3.110-1
  Candidate: 2:3.110-1
`;

test('reads what ldd did not find, each once', () => {
  const lines = [
    'linux-vdso.so.1 (0x00007)',
    'libnss3.so => not found',
    'libc.so.6 => /lib/libc.so.6 (0x1)',
    'libgtk-3.so.0 => not found',
    'libnss3.so => not found',
  ];
  const output = lines.map((line) => `\t${line}\n`).join('');
  expect(parseMissingLibraries(output)).toEqual(['libnss3.so', 'libgtk-3.so.0']);
  expect(parseMissingLibraries('\tnot a dynamic executable\n')).toEqual([]);
});

describe('packagesOf', () => {
  test('names each package once and keeps apart what no package is known for', () => {
    expect(packagesOf(['libnssutil3.so', 'libnss3.so', 'libgtk-3.so.0', 'libnew.so.1'])).toEqual({
      packages: ['libgtk-3-0', 'libnss3'],
      unknown: ['libnew.so.1'],
    });
  });

  test('knows a package for every library in its list', () => {
    expect(packagesOf(KNOWN_LIBRARIES).unknown).toEqual([]);
  });
});

describe('namesOnThisSystem', () => {
  test('takes the newer name where only that one can be installed', () => {
    expect(namesOnThisSystem(['libgtk-3-0', 'libnss3'], POLICY)).toEqual(['libgtk-3-0t64', 'libnss3']);
  });

  test('keeps the plain name where nothing is known', () => {
    expect(namesOnThisSystem(['libgtk-3-0'], '')).toEqual(['libgtk-3-0']);
  });
});
