import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appPaths } from '../library/app-paths.ts';
import { directFileReader } from '../testing/direct-file-reader.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './command.ts';
import { evaluate } from './commands/evaluate.ts';
import { models } from './commands/models.ts';
import { train } from './commands/train.ts';

const paths = appPaths({ GENRESCOPE_HOME: '/nowhere/home' });
const shipped = join(import.meta.dirname, '..', '..', 'resources', 'models');
const context: CommandContext = {
  paths,
  dataFolder: { path: paths.home, why: 'environment' },
  modelRoots: [paths.models, shipped],
  workerFolder: '',
  reader: directFileReader,
  signal: new AbortController().signal,
};
const TRAIN = ['--architecture', 'mfcc-ann', '--data', '/nowhere/music'];
const EVALUATE = ['--model', 'mel-cnn', '--data', '/nowhere/music'];

/** The music is not there: whoever looked for it would say so first. */
describe('options are checked before any music is read', () => {
  it.each([
    ['a word too many', [...TRAIN, '--out', 'x', 'stray'], '“stray”'],
    ['a part of no fold', [...TRAIN, '--out', 'x', '--folds', '3', '--fold', '3'], '--fold must be between 0 and 2.'],
    ['a published split of other data', [...TRAIN, '--out', 'x', '--split', 'fault-filtered'], 'needs --gtzan-logmel'],
    [
      'folds of a published split',
      ['--architecture', 'mfcc-ann', '--gtzan-logmel', 'x', '--out', 'x', '--folds', '3'],
      'has no folds',
    ],
    ['a file to write into', [...TRAIN, '--out', import.meta.filename], 'is a file'],
  ])('train: %s', async (_name, args, message) => {
    const running = train.run(args, context);
    await expect(running).rejects.toThrow(UsageError);
    await expect(running).rejects.toThrow(message);
  });

  it('train: a shipped model’s name, but only where the app looks for models', async () => {
    await expect(train.run([...TRAIN, '--out', join(paths.models, 'mel-cnn')], context)).rejects.toMatchObject({
      code: 'model-name-taken',
    });
    await expect(train.run([...TRAIN, '--out', '/elsewhere/mel-cnn'], context)).rejects.toMatchObject({
      code: 'folder-not-found',
    });
  });

  it.each([
    ['a part without a split', [...EVALUATE, '--part', 'test'], '--part test needs a --split'],
    ['folds without a split', [...EVALUATE, '--folds', '3'], '--folds needs a --split'],
    ['a word too many', [...EVALUATE, 'stray'], '“stray”'],
  ])('evaluate: %s', async (_name, args, message) => {
    const running = evaluate.run(args, context);
    await expect(running).rejects.toThrow(UsageError);
    await expect(running).rejects.toThrow(message);
  });

  it('models: a word too many', async () => {
    await expect(models.run(['stray'], context)).rejects.toThrow(UsageError);
  });
});
