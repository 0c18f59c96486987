import { expect, it } from 'vitest';
import { TRACK_COLUMNS, type TrackColumn, type TrackColumnKey } from '../../../src-main/contract/track-columns.ts';
import type { TrackRow } from '../../../src-main/contract/track.ts';
import { makeTrack } from '../../dev/fake/fake-tracks.ts';
import { copiedText } from './copied-text.ts';

const columns = (...keys: TrackColumnKey[]): TrackColumn<TrackColumnKey>[] =>
  keys.flatMap((key) => TRACK_COLUMNS.find((column) => column.key === key) ?? []);
const track = (change: Partial<TrackRow>): TrackRow => ({ ...makeTrack(0), ...change });

it('writes a header and the shown columns, as the table shows them', () => {
  const row = track({
    title: 'One',
    predictedGenre: 'hiphop',
    confidence: 0.914,
    durationSeconds: 65,
    bitRate: 320_400,
  });
  expect(copiedText([row], columns('title', 'predictedGenre', 'confidence', 'duration', 'bitRate', 'status'))).toBe(
    'Title\tPredicted genre\tConfidence\tDuration\tBit rate\tStatus\nOne\tHip-Hop\t91%\t1:05\t320 kbit/s\tAnalysed\n',
  );
});

it('leaves cells without a value empty', () => {
  const row = track({ year: null, predictedGenre: null, confidence: null, addedAt: null });
  expect(copiedText([row], columns('year', 'predictedGenre', 'confidence', 'dateAdded'))).toMatch(/\n\t\t\t\n$/);
});

it('never begins a cell or a line by itself, nor a formula', () => {
  const row = track({ title: '=1+1\t@x\r\n+2', artist: '\t-3', album: "'=4" });
  expect(copiedText([row], columns('title', 'artist', 'album'))).toBe("Title\tArtist\tAlbum\n'=1+1 @x +2\t -3\t''=4\n");
});
