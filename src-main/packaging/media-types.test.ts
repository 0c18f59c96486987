import { expect, test } from 'vitest';
import { AUDIO_EXTENSIONS } from '../pipeline/audio-files.ts';
import { MEDIA_TYPES } from './media-types.ts';

test('every extension that the app reads belongs to exactly one media type', () => {
  const extensions = Object.values(MEDIA_TYPES).flat();
  expect(extensions.map((extension) => `.${extension}`).sort()).toEqual([...AUDIO_EXTENSIONS].sort());
});
