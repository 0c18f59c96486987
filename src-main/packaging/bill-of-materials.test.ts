import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import type { Component } from './bill-of-materials.ts';
import { billName, billOfMaterials, componentsOf, electronVersion, packageComponents } from './bill-of-materials.ts';
import { ROOT } from './product.ts';

const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()) });
const SYSTEMS = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'win32', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
] as const;

test.each(SYSTEMS)('every part of the app for $platform is listed, and nothing of another system', async (system) => {
  const components = await componentsOf(system, '33.2.1');
  const names = components.map(({ name }) => name);
  const { dependencies } = packageSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(names).toEqual(expect.arrayContaining(['svelte', 'bits-ui', 'tailwindcss', 'uplot', 'wavesurfer.js']));
  expect(names).toEqual(expect.arrayContaining(['js-yaml', 'debug', 'ms', 'fs-extra', 'builder-util-runtime', 'sax']));
  expect(components).toContainEqual(expect.objectContaining({ name: 'electron', version: '33.2.1' }));
  expect(names).toEqual(expect.arrayContaining(['ffmpeg', 'models/musicnn/model.onnx']));
  const parts = names.filter((name) => name.startsWith('@koromix/'));
  expect(parts).toEqual([`@koromix/koffi-${system.platform}-${system.arch}`]);
  expect(names.filter((name) => /^(adm-zip|global-agent|vitest|acorn|@types)|musl|android/.test(name))).toEqual([]);
});

describe('by CycloneDX’s schema', () => {
  const schema = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
  const faultsOf = (bill: object) => schema.validate(JSON.stringify(bill));

  it.each(SYSTEMS)('the list for $platform is right', async (system) => {
    expect(await faultsOf(billOfMaterials(await componentsOf(system, '33.2.1'), 86_400))).toBeNull();
  });

  it.each([
    ['a kind that there is not', { type: 'model' }],
    ['a hash that is none', { hashes: [{ alg: 'SHA-512', content: 'c29tZQ==' }] }],
    ['a licence without a name', { licenses: [{ licence: 'MIT' }] }],
    ['a field of our own', { size: 1 }],
    ['no name', { name: undefined }],
  ])('a part with %s is wrong', async (_what, change) => {
    const component = { 'bom-ref': 'x', type: 'library', name: 'x', version: '1', ...change };
    expect(await faultsOf(billOfMaterials([component as Component], 86_400))).not.toBeNull();
  });
});

test('a package has its address, the hash of its archive and its licence', () => {
  const packages = {
    '': { version: '', dependencies: { '@a/b': '1' }, optionalDependencies: {} },
    'node_modules/@a/b': {
      version: '1.2.3',
      license: '(MIT OR CC0-1.0)',
      integrity: `sha512-${Buffer.from([1, 171]).toString('base64')}`,
      dependencies: {},
      optionalDependencies: {},
    },
  };
  expect(packageComponents(packages, SYSTEMS[0])).toEqual([
    {
      'bom-ref': 'pkg:npm/%40a/b@1.2.3',
      type: 'library',
      name: '@a/b',
      version: '1.2.3',
      purl: 'pkg:npm/%40a/b@1.2.3',
      hashes: [{ alg: 'SHA-512', content: '01ab' }],
      licenses: [{ expression: '(MIT OR CC0-1.0)' }],
    },
  ]);
});

test('the same sources give the same list, and others another number', () => {
  const component: Component = { 'bom-ref': 'x', type: 'library', name: 'x', version: '1' };
  const list = billOfMaterials([component], 86_400);
  expect(list).toEqual(billOfMaterials([component], 86_400));
  expect(list).toHaveProperty('metadata.timestamp', '1970-01-02T00:00:00.000Z');
  const number = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(list).toHaveProperty('serialNumber', expect.stringMatching(number));
  expect(billOfMaterials([], 86_400)).not.toHaveProperty('serialNumber', Object(list).serialNumber);
});

test('each system has a list of its own name', () => {
  expect(new Set(SYSTEMS.map(billName)).size).toBe(SYSTEMS.length);
  expect(electronVersion()).toMatch(/^\d+\.\d+\.\d+$/);
});
