import type { HandlersOf } from './handlers.ts';

/** Saves nothing, and says that it did. */
export function fakeExports(): HandlersOf<'export'> {
  return {
    'export.rendering': () => 'picture.png',
    'export.table': () => 'table.csv',
    'export.sound': () => 'sound.wav',
  };
}
