import type { GenreCarrier, PlanPlayers } from '../../contract/player-genres.ts';
import { count } from '../format.ts';
import { files } from './common.ts';

const carriers: Record<GenreCarrier, string> = {
  fields: 'FLAC, Ogg, M4A, APE, WMA',
  'id3v2.4': 'ID3v2.4',
  'id3v2.3': 'ID3v2.3, WAV',
};

/** How players show the genres that are written. */
export const players = {
  title: 'How players will show it',
  hint: ({ genres }: { genres: string }) =>
    `With their default settings, for files that get ${genres}. Players change; their own settings may differ.`,
  player: 'Player',
  files: 'Files',
  shown: 'Genres shown',
  carriers: (kinds: readonly GenreCarrier[]) =>
    kinds.length === Object.keys(carriers).length ? 'All' : kinds.map((kind) => carriers[kind]).join('; '),
  unknown: 'Not documented',
  observed: 'Observed, no published source',
  asOne: ({ text }: { text: string }) => `One genre: “${text}”`,
  several: (genres: readonly string[]) => genres.join(' · '),
  notAsMeant: 'Not as written',
  plan: ({ lists, examples, players: names }: PlanPlayers) => {
    const named = examples.map(({ genres, files: amount }) => `${genres.join(' · ')} (${files(amount)})`);
    const more = lists - examples.length;
    const others = more > 0 ? [count(more, { one: 'other combination', other: 'other combinations' })] : [];
    return `Not shown as written by ${names.join(', ')}, at least in some files: ${[...named, ...others].join('; ')}.`;
  },
  summary: (names: readonly string[]) =>
    names.length === 0
      ? 'All players show these genres as they are written.'
      : `Not shown as written by ${names.join(', ')}, at least in some files.`,
};
