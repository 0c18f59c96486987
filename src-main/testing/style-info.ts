import type { StyleInfo } from '../contract/styles.ts';

/** A made-up style of a family, or a descriptor where `family` is null. @param threshold from which it is there */
export function styleInfo(name: string, family: string | null, threshold: number): StyleInfo {
  return {
    name,
    kind: family === null ? 'descriptor' : 'style',
    family,
    threshold,
    isCalibrated: true,
    averagePrecision: 0.5,
    positives: 10,
    tracks: 100,
  };
}
