import { expect, it } from 'vitest';
import { takeDataDir } from './data-dir-option.ts';

it('takes the option out of arguments, in both ways to write it', () => {
  expect(takeDataDir(['list', '--data-dir', 'my data', '--json'])).toEqual({
    folder: 'my data',
    isIncomplete: false,
    rest: ['list', '--json'],
  });
  expect(takeDataDir(['--data-dir=/a=b', 'list'])).toMatchObject({ folder: '/a=b', rest: ['list'] });
  expect(takeDataDir(['list'])).toEqual({ folder: null, isIncomplete: false, rest: ['list'] });
  expect(takeDataDir(['--data-dir', 'one', '--data-dir=two'])).toMatchObject({ folder: 'two', rest: [] });
});

it('leaves what stands behind -- alone', () => {
  const args = ['analyze', '--', '--data-dir', 'x'];
  expect(takeDataDir(args)).toEqual({ folder: null, isIncomplete: false, rest: args });
});

it('notices an option without a folder', () => {
  for (const args of [['--data-dir'], ['--data-dir='], ['--data-dir', '--', 'x'], ['--data-dir', '']])
    expect(takeDataDir(args), args.join(' ')).toMatchObject({ folder: null, isIncomplete: true });
});
