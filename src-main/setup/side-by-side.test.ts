import { expect, it } from 'vitest';
import { runSideBySide } from './side-by-side.mjs';

const NAMES = ['types', 'lint', 'format', 'deadCode'];

/** Steps that end when they are told to, by name. */
function heldSteps() {
  const ends = new Map<string, (hasSucceeded: boolean) => void>();
  const begun: string[] = [];
  const run = (name: string) => {
    begun.push(name);
    return new Promise<boolean>((done) => ends.set(name, done));
  };
  const end = async (name: string, hasSucceeded: boolean) => {
    ends.get(name)?.(hasSucceeded);
    await new Promise(setImmediate);
  };
  return { begun, run, end };
}

it('begins the next step when one has ended, and never more than it may', async () => {
  const { begun, run, end } = heldSteps();
  const failed = runSideBySide(NAMES, 2, run);
  expect(begun).toEqual(['types', 'lint']);
  await end('lint', true);
  expect(begun).toEqual(['types', 'lint', 'format']);
  await end('format', true);
  await end('types', true);
  await end('deadCode', true);
  expect(await failed).toEqual([]);
  expect(begun).toEqual(NAMES);
});

it('begins nothing after a failure, and tells of each step that failed', async () => {
  const { begun, run, end } = heldSteps();
  const failed = runSideBySide(NAMES, 2, run);
  await end('lint', false);
  expect(begun).toEqual(['types', 'lint']);
  await end('types', false);
  expect(await failed).toEqual(['lint', 'types']);
  expect(begun).toEqual(['types', 'lint']);
});
