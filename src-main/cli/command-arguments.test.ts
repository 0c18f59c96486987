import { expect, test } from 'vitest';
import { commandArguments } from './command-arguments.ts';

const PROGRAM = '/opt/Genrescope/genrescope';

test('the launcher’s switch makes a command of what follows the dashes', () => {
  const argv = [PROGRAM, '--no-sandbox', '--genrescope-command', '--', 'analyze', '--json', '--', '-odd name'];
  expect(commandArguments(argv)).toEqual(['analyze', '--json', '--', '-odd name']);
});

test('what the user writes makes no command', () => {
  expect(commandArguments([PROGRAM, 'Music'])).toBeNull();
  expect(commandArguments([PROGRAM, '--', '--genrescope-command', 'analyze'])).toBeNull();
});
