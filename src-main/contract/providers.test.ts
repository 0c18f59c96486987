import { expect, it } from 'vitest';
import { providersToOffer } from './providers.ts';

it('offers what a platform can have, and what is set', () => {
  expect(providersToOffer('linux', 'auto')).toEqual(['auto', 'cuda', 'webgpu', 'cpu']);
  expect(providersToOffer('win32', 'cpu')).toEqual(['auto', 'directml', 'webgpu', 'cpu']);
  expect(providersToOffer('darwin', 'cuda')).toEqual(['auto', 'coreml', 'webgpu', 'cpu', 'cuda']);
  expect(providersToOffer('haiku', 'auto')).toEqual(['auto', 'cpu']);
});
