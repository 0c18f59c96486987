import type { HandlersOf } from './handlers.ts';

/** Saves nothing, and says that it did. */
export function fakeExports(): HandlersOf<'export'> {
  return {
    'export.picture': () => 'picture.png',
    'export.table': () => 'table.csv',
    'export.sound': () => 'sound.wav',
  };
}
