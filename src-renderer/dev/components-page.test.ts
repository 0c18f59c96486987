import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SPECIMENS = join(import.meta.dirname, 'specimens');
const SHARED = join(import.meta.dirname, '..', 'components', 'shared');
const components = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.svelte'));

it('shows every shared component', () => {
  const text = components(SPECIMENS)
    .map((name) => readFileSync(join(SPECIMENS, name), 'utf8'))
    .join('\n');
  const left = components(SHARED).filter((name) => !text.includes(`/components/shared/${name}'`));
  expect(left).toEqual([]);
});
