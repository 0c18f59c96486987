import { expect, it } from 'vitest';
import type { StyleInfo } from './styles.ts';
import { genresAmong, stylesOfTrack } from './styles-of-track.ts';

const info = (name: string, family: string | null, isCalibrated = false): StyleInfo => ({
  name,
  kind: family === null ? 'descriptor' : 'style',
  family,
  threshold: 0.01,
  isCalibrated,
  averagePrecision: null,
  positives: 0,
  tracks: 0,
});
const INFOS = [
  info('techno', 'electronic'),
  info('indian', 'folk'),
  info('latin', 'latin', true),
  info('mellow', null),
];
const thereIn = (...genres: string[]) =>
  stylesOfTrack(INFOS, [0.5, 0.5, 0.5, 0.5], genres).flatMap(({ isThere, name }) => (isThere ? name : []));

it('a score that nobody compared with labels does not speak against the track’s family', () => {
  expect(thereIn('Country')).toEqual(['latin', 'mellow']);
  expect(thereIn('Electronic')).toEqual(['techno', 'latin', 'mellow']);
  expect(thereIn('electronic', 'folk')).toEqual(['techno', 'indian', 'latin', 'mellow']);
});

it('a genre of the user’s own counts as the family it belongs to; one that the tree lacks says nothing of it', () => {
  expect(thereIn('House')).toEqual(['techno', 'latin', 'mellow']);
  expect(thereIn('Krautrock Live')).toEqual(['techno', 'indian', 'latin', 'mellow']);
});

it('a score below its threshold is not there', () => {
  expect(stylesOfTrack(INFOS, [0.001, 0.001, 0.001, 0.01], ['House']).map(({ isThere }) => isThere)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

it('the genres among them leave out descriptors; the track’s own family comes first', () => {
  const styles = stylesOfTrack(INFOS, [0.02, 0.5, 0.9, 0.5], ['electronic']);
  expect(genresAmong(styles, ['electronic']).map(({ name }) => name)).toEqual(['techno', 'latin']);
});
