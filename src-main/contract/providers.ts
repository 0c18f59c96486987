import type { ProviderChoice, ProviderName } from './values.ts';

const PLATFORM_PROVIDERS: Readonly<Record<string, readonly ProviderName[]>> = {
  linux: ['cuda', 'webgpu', 'cpu'],
  win32: ['directml', 'webgpu', 'cpu'],
  darwin: ['coreml', 'webgpu', 'cpu'],
};

/** The processors that a platform (as Node names it) can have, in the order in which they are tried. */
export function providersOf(platform: string): readonly ProviderName[] {
  return PLATFORM_PROVIDERS[platform] ?? ['cpu'];
}

/**
 * The processors to offer on a platform: what it can have, and the one that is set, which a file of settings from another
 * machine may name.
 */
export function providersToOffer(platform: string, set: ProviderChoice): readonly ProviderChoice[] {
  return [...new Set<ProviderChoice>(['auto', ...providersOf(platform), set])];
}
