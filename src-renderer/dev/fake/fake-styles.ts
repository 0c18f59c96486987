import { GENRE_TREE } from '../../../src-main/contract/genre-tree.ts';
import {
  genresAmong,
  SHOWN_STYLES,
  stylesOfTrack,
  type TrackStyle,
} from '../../../src-main/contract/styles-of-track.ts';
import type { StyleInfo } from '../../../src-main/contract/styles.ts';
import type { StyleKind } from '../../../src-main/contract/values.ts';
import { noise } from './noise.ts';

const DESCRIPTORS = [
  'female-vocals',
  'male-vocals',
  'instrumental',
  'acoustic',
  'mellow',
  'happy',
  'sad',
  '60s',
  '80s',
];
/** Descriptors from here on are not calibrated. */
const CALIBRATED = 4;

/** What the made-up model scores besides its genres. */
const FAKE_STYLES: readonly StyleInfo[] = [
  ...GENRE_TREE.flatMap(({ name, styles }) => styles.map((style) => styleOf(style, 'style', name, true))),
  ...DESCRIPTORS.map((name, index) => styleOf(name, 'descriptor', null, index < CALIBRATED)),
];

/** The names of its styles. */
export const FAKE_STYLE_NAMES = FAKE_STYLES.filter(({ kind }) => kind === 'style').map(({ name }) => name);

function styleOf(name: string, kind: StyleKind, family: string | null, isCalibrated: boolean): StyleInfo {
  const threshold = 0.25 + 0.2 * noise(name.length * 71);
  return { name, kind, family, threshold, isCalibrated, averagePrecision: 0.4, positives: 40, tracks: 4000 };
}

/** A made-up track's scores: most are small, those of its genre's styles larger. */
export function fakeStylesOf(seed: number, genre: string): TrackStyle[] {
  const scores = FAKE_STYLES.map(({ family }, index) => {
    const chance = noise(seed + index * 17);
    return family === genre || family === null ? chance ** 2 : chance ** 12;
  });
  return stylesOfTrack(FAKE_STYLES, scores, [genre]);
}

/** Names of the styles that a made-up track has, as many as a row shows. */
export function fakeStyleNames(seed: number, genre: string): string[] {
  return genresAmong(fakeStylesOf(seed, genre), [genre])
    .slice(0, SHOWN_STYLES)
    .map(({ name }) => name);
}
