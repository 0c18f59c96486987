import { expect, it } from 'vitest';
import { TRACK_COLUMNS } from './track-columns.ts';
import type { TrackRow } from './track.ts';

it('the column of styles does not say the predicted genre again', () => {
  const column = TRACK_COLUMNS.find(({ key }) => key === 'styles');
  const track: Pick<TrackRow, 'predictedGenre' | 'styles'> = {
    predictedGenre: 'rnb',
    styles: ['rnb', 'soul', 'latin'],
  };
  expect(column?.value(track as TrackRow)).toBe('Soul, Latin');
});
