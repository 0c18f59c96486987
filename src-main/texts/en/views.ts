import type { MapColouring, TagAgreement, TrackGroupKind } from '../../contract/values.ts';
import { percent, whole } from '../format.ts';
import { tracks } from './common.ts';

const SIDES = [
  ['upper left', 'top', 'upper right'],
  ['left', 'middle', 'right'],
  ['lower left', 'bottom', 'lower right'],
] as const;

/** Thirds of the map, counted from its upper left corner. */
interface Third {
  readonly row: number;
  readonly column: number;
}

/** A track that is a point of the map. */
interface PointFacts {
  readonly name: string;
  readonly genre: string | null;
  readonly labels: readonly string[];
}

/** Where on the map something lies. */
const placeOf = ({ row, column }: Third): string => SIDES[row]?.[column] ?? '';

/** Views of the library beside its table: albums, overview, map. */
export const views = {
  title: 'View',
  names: { tracks: 'Tracks', albums: 'Albums', overview: 'Overview', map: 'Map' },
  /** What tracks are shown of, by the kind of group. */
  group: {
    format: 'Format',
    agreement: 'Tags',
    album: 'Album',
  } satisfies Record<TrackGroupKind, string>,
  partShown: ({ kind, name }: { kind: string; name: string }) => `${kind}: ${name}`,
  showAllAgain: ({ part }: { part: string }) => `${part}. Show tracks of all`,
  noExtension: 'No extension',
  agreements: {
    agrees: 'Agree',
    disagrees: 'Disagree',
    untagged: 'No genre',
  } satisfies Record<TagAgreement, string>,
  overview: {
    title: 'Overview',
    loading: { title: 'Counting…', text: 'The figures appear in a moment.' },
    genres: 'Predicted genres',
    styles: 'Styles',
    confidence: 'Confidence of the prediction',
    agreement: 'Genres in tags and predictions',
    folders: 'Folders',
    formats: 'Formats',
    decades: 'Decades',
    years: 'Years',
    decade: ({ from }: { from: number }) => `${from}s`,
    confidenceRange: ({ low, high }: { low: number; high: number }) => `${low}–${high}%`,
    bar: ({ name, amount, share }: { name: string; amount: number; share: number }) =>
      `${name}: ${tracks(amount)}, ${percent(share)}. Show them`,
    showMore: ({ amount }: { amount: number }) => `Show all ${whole(amount)}`,
    showFewer: 'Show fewer',
  },
  albums: {
    title: 'Albums',
    rows: 'Rows of albums',
    loading: { title: 'Looking for albums…', text: 'They appear in a moment.' },
    severalArtists: 'Several artists',
    noArtist: 'No artist',
    isLoading: ({ place }: { place: number }) => `Album ${whole(place)} is loading`,
    tracks,
  },
  map: {
    title: 'Map of tracks by sound',
    hint: [
      'Arrow keys go to the nearest track in a direction, with Shift they add it to the selection, with Ctrl or Cmd they',
      'move the map. Plus and minus zoom, Home shows everything, Space plays, Enter looks into the track, L labels.',
    ].join(' '),
    computing: 'Computing the map',
    computingText: 'Tracks that sound alike come to lie near one another. Everything else can be used meanwhile.',
    share: ({ share }: { share: number }) => `${percent(share)} of the map`,
    cancel: 'Cancel the map',
    cancelled: { title: 'The map was cancelled', text: 'It is computed when you ask for it.' },
    compute: 'Compute the map',
    none: { title: 'No map yet', text: 'A map needs at least two tracks that were analysed.' },
    update: 'Update the map',
    colouring: 'Colours',
    colourings: { genre: 'Genre', label: 'Label' } satisfies Record<MapColouring, string>,
    tool: 'Dragging',
    tools: { lasso: 'Lasso', rectangle: 'Rectangle', pan: 'Move' },
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show the whole map',
    list: 'Legend and neighbours',
    groups: { genre: 'Genres and where they lie', label: 'Labels and where they lie' } satisfies Record<
      MapColouring,
      string
    >,
    groupSpoken: ({ name, amount, ...third }: { name: string; amount: number } & Third) =>
      `${name}: ${tracks(amount)}, ${placeOf(third)}. Select them`,
    place: placeOf,
    noGroups: { genre: 'No predictions yet.', label: 'No track of the map has a label.' } satisfies Record<
      MapColouring,
      string
    >,
    nearest: 'Nearest to the focused track',
    nearestNone: 'Choose a track on the map.',
    track: ({ name, genre, labels, ...third }: PointFacts & Third) => {
      const labelled = labels.length === 0 ? null : `labelled ${labels.join('; ')}`;
      return [name, genre, labelled, placeOf(third)].filter((part) => part !== null && part !== '').join(', ');
    },
    selected: ({ amount }: { amount: number }) => `${tracks(amount)} selected`,
    titleAndArtist: ({ title, artist }: { title: string; artist: string }) =>
      artist === '' ? title : `${title}, ${artist}`,
  },
};
