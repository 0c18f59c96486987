import { basename, join } from 'node:path';
import { parseCsv } from '../../../src-main/files/csv.ts';
import { readText } from '../../../src-main/files/read-text.ts';
import { artistKey } from '../../dataset/split.ts';
import { foldOf } from '../outside-folds.ts';
import { PARTIAL_LABELS } from '../read-clips.ts';

/** A clip of sound, and what is known of it. */
export interface LabelledClip {
  /** From the folder of the data. */
  readonly path: string;
  /**
   * `single`: of another collection, with one label, by which it is judged; `several`: with several of AllMusic's genres;
   * `gtzan`: of GTZAN's fault-filtered train subset.
   */
  readonly source: 'single' | 'several' | 'gtzan';
  /** Which eighth of the artists it belongs to. */
  readonly fold: number;
  /** Names of all genres that its label allows. */
  readonly genres: readonly string[];
  /** Genres that its collection's labels do not tell apart. */
  readonly alike: readonly string[];
  /** All of AllMusic's genres; null where AllMusic was not asked. */
  readonly allMusic: readonly string[] | null;
}

/** AllMusic's genres that are ours. */
const OURS: Readonly<Record<string, readonly string[]>> = {
  Blues: ['blues'],
  Classical: ['classical'],
  Country: ['country'],
  Electronic: ['electronic'],
  Folk: ['folk'],
  Jazz: ['jazz'],
  Latin: ['latin'],
  'Pop/Rock': PARTIAL_LABELS['pop_rock'] ?? [],
  'R&B': ['rnb'],
  Rap: ['hiphop'],
  Reggae: ['reggae'],
};
const GTZAN_FOLDER = 'clips/gtzan/';
/** Labelled by AllMusic's genres, one of which is Pop/Rock. */
const ALL_MUSIC_FOLDER = 'clips/4q/';

/** Every clip of the data's tables, less those of artists in GTZAN's test subset. @throws AppError labels-invalid */
export async function readLabelledClips(folder: string): Promise<LabelledClip[]> {
  const read = async (name: string) => parseCsv(await readText(join(folder, name), 'labels-invalid'));
  const gtzan = new Map((await read('gtzan-logmel/index.csv')).map((row) => [row['name'] ?? '', row]));
  const heldOut = new Set(
    [...gtzan.values()]
      .filter((row) => row['filtered_split'] === 'test')
      .map((row) => artistKey(gtzanArtist(row)))
      .filter((key) => key !== ''),
  );
  const several = new Map((await read('4q-tags.csv')).map((row) => [row['path'] ?? '', row]));
  const labels = await read('clips.csv');
  const single = new Set(labels.map((row) => row['path'] ?? ''));
  const clips = [...labels, ...[...several.values()].filter((row) => !single.has(row['path'] ?? ''))].map((row) => {
    const path = row['path'] ?? '';
    const gtzanRow = path.startsWith(GTZAN_FOLDER) ? gtzan.get(basename(path, '.ogg')) : undefined;
    const artist = gtzanRow ? gtzanArtist(gtzanRow) : (row['artist'] ?? '');
    const allMusic = genresOfAllMusic(several.get(path));
    const label = row['genre'];
    const genres = label === undefined ? oursOf(allMusic ?? []) : (PARTIAL_LABELS[label] ?? [label]);
    const source = gtzanRow ? ('gtzan' as const) : label === undefined ? ('several' as const) : ('single' as const);
    const isUsed = gtzanRow ? gtzanRow['filtered_split'] === 'train' : !heldOut.has(artistKey(artist));
    const alike = path.startsWith(ALL_MUSIC_FOLDER) ? (OURS['Pop/Rock'] ?? []) : [];
    return { path, source, fold: foldOf({ id: path, artist }), genres, alike, allMusic, isUsed };
  });
  return clips.filter(({ isUsed }) => isUsed).map(({ isUsed: _, ...clip }) => clip);
}

/** The artist of a row of GTZAN's index; blank where unknown. */
export function gtzanArtist(row: Readonly<Record<string, string>>): string {
  return (row['artist_title'] ?? '').split(' ::: ')[0] ?? '';
}

function genresOfAllMusic(row: Readonly<Record<string, string>> | undefined): string[] | null {
  return row ? (row['allmusic_genres'] ?? '').split(';').map((genre) => genre.trim()) : null;
}

function oursOf(allMusic: readonly string[]): string[] {
  return [...new Set(allMusic.flatMap((genre) => OURS[genre] ?? []))];
}
