import { expect, test } from 'vitest';
import { targetRefusal } from './target-refusal.ts';

test('a system for which ONNX Runtime has no library is refused in words', () => {
  expect(targetRefusal({ platform: 'darwin', arch: 'x64' })).toBe(
    'No package is made for darwin on x64: ONNX Runtime, which runs the models, has no library for it. Use --arch arm64.',
  );
  expect(targetRefusal({ platform: 'darwin', arch: 'arm64' })).toBeNull();
  expect(targetRefusal({ platform: 'linux', arch: 'x64' })).toBeNull();
});
