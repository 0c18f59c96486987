import type { TrackInputs } from '../../../training/retrain/labelled-track.ts';
import type { UserGenre } from '../../../training/retrain/user-genres.ts';
import { createRandom, shuffled } from '../../../training/random/random.ts';
import type { Clip } from './clips.ts';
import type { HeardClip } from './music.ts';

/** Which genres a user tells apart, and what the collections call them. */
export interface Setup {
  readonly name: string;
  readonly genres: readonly UserGenre[];
  readonly nameOf: (genre: string) => string;
}

const same = (names: readonly string[]) => names.map((name) => ({ name, origins: [name] }));

/** Genres that the bases know; and genres of which they know some, some under other names, some not at all. */
export const SETUPS: readonly Setup[] = [
  {
    name: 'known',
    genres: same(['blues', 'classical', 'country', 'hiphop', 'jazz', 'pop', 'reggae', 'rock']),
    nameOf: (genre) => (genre === 'pop_rock' ? '' : genre),
  },
  {
    name: 'mixed',
    genres: [
      ...same(['blues', 'classical', 'country', 'hiphop', 'jazz', 'reggae']),
      { name: 'pop_rock', origins: ['pop', 'rock', 'metal', 'disco'] },
      ...['electronic', 'folk', 'latin', 'rnb'].map((name) => ({ name, origins: [] })),
    ],
    nameOf: (genre) => (genre === 'pop' || genre === 'rock' ? 'pop_rock' : genre),
  },
];

/** Share of the artists whose clips are held out. */
const TEST_SHARE = 0.4;

/** Clips as labelled tracks, dealt by artist. */
export interface Deal {
  readonly pool: readonly TrackInputs[];
  readonly test: readonly TrackInputs[];
}

/** @param heard what every clip gives */
export function deal(
  clips: readonly Clip[],
  heard: readonly HeardClip[],
  { genres, nameOf }: Setup,
  seed: number,
): Deal {
  const tracks = clips.flatMap(({ genre, group, example }, index): TrackInputs[] => {
    const own = genres.findIndex(({ name }) => name === nameOf(genre));
    return own < 0
      ? []
      : [
          {
            id: example.id,
            artist: group,
            album: '',
            folder: '',
            ...(heard[index] as HeardClip),
            genres: [own],
          },
        ];
  });
  const groups = shuffled(createRandom(seed), [...new Set(tracks.map(({ artist }) => artist))]);
  const held = new Set(groups.slice(0, Math.floor(groups.length * TEST_SHARE)));
  return {
    pool: shuffled(
      createRandom(seed).fork(1),
      tracks.filter(({ artist }) => !held.has(artist)),
    ),
    test: tracks.filter(({ artist }) => held.has(artist)),
  };
}

/** The first so many of every genre; all where there are fewer. */
export function labelled(pool: readonly TrackInputs[], genreCount: number, count: number): TrackInputs[] {
  return Array.from({ length: genreCount }, (_, genre) =>
    pool.filter(({ genres }) => genres[0] === genre).slice(0, count),
  ).flat();
}
