import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import type { SpectrogramSpec } from '../../src-main/pipeline/features/spectrogram-spec.ts';

/** What examples' spectrograms are made by: our mel decibels at 22,050 Hz, or a front end of others. */
export type FrontEndSpec = { readonly kind: 'mel-decibels'; readonly hopLength: number } | SpectrogramSpec;

/** What hears for a spec. Specs of our kinds differ in what they make of the same decibels. */
export function frontEndOf(spec: FeatureSpec): FrontEndSpec {
  return spec.kind === 'spectrogram' ? spec : { kind: 'mel-decibels', hopLength: spec.hopLength };
}

/** Whether two front ends hear the same. */
export function isSameFrontEnd(a: FrontEndSpec, b: FrontEndSpec): boolean {
  const entries = (frontEnd: FrontEndSpec) => JSON.stringify(Object.entries(frontEnd).sort());
  return entries(a) === entries(b);
}
