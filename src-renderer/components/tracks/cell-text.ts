import { displayGenre } from '../../../src-main/contract/genre-names.ts';
import type { TrackColumn, TrackColumnKey } from '../../../src-main/contract/track-columns.ts';
import type { TrackRow } from '../../../src-main/contract/track.ts';
import { day, duration, percent } from '../../../src-main/texts/format.ts';
import { texts } from '../../../src-main/texts/index.ts';

/** What a cell says in words where the column's value is a number or a name in code. */
const WRITTEN: Readonly<Partial<Record<TrackColumnKey, (track: TrackRow) => string>>> = {
  predictedGenre: ({ predictedGenre }) => (predictedGenre === null ? '' : displayGenre(predictedGenre)),
  confidence: ({ confidence }) => (confidence === null ? '' : percent(confidence)),
  duration: ({ durationSeconds }) => duration(durationSeconds),
  bitRate: ({ bitRate }) => (bitRate === null ? '' : texts.library.bitRate(bitRate / 1000)),
  dateAdded: ({ addedAt }) => (addedAt === null ? '' : day(new Date(addedAt))),
  status: ({ status }) => texts.library.statuses[status],
};

/** What a cell of the table says, as text. */
export function cellText(track: TrackRow, column: TrackColumn<TrackColumnKey>): string {
  return WRITTEN[column.key]?.(track) ?? String(column.value(track) ?? '');
}
