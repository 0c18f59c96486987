import { mkdir, stat } from 'node:fs/promises';
import { DEFAULT_MODEL, DEFAULT_SETTINGS } from '../src-main/contract/settings.ts';
import type { StyleInfo } from '../src-main/contract/styles.ts';
import { appPaths } from '../src-main/library/app-paths.ts';
import { openDatabase } from '../src-main/library/database.ts';
import { ScanStore } from '../src-main/library/scan-store.ts';
import { TrackStore } from '../src-main/library/track-store.ts';
import { readSpecHash } from '../src-main/pipeline/model/recogniser.ts';
import type { Place } from './app.ts';
import { SHIPPED_MODELS } from './default-model.ts';

/** What a made-up analysis says of a file. */
export interface StyledTrack {
  readonly path: string;
  readonly title: string;
  readonly genre: 'electronic' | 'rnb';
  /** Of techno, house, soul and female-vocals. */
  readonly scores: readonly [number, number, number, number];
}

const GENRES = ['electronic', 'rnb', 'rock'];
const STYLES: readonly StyleInfo[] = [
  styleOf('techno', 'electronic'),
  styleOf('house', 'electronic'),
  styleOf('soul', 'rnb'),
  { ...styleOf('female-vocals', null), kind: 'descriptor', isCalibrated: false },
];

function styleOf(name: string, family: string | null): StyleInfo {
  const figures = { averagePrecision: 0.5, positives: 10, tracks: 100 };
  return { name, kind: 'style', family, threshold: 0.5, isCalibrated: true, ...figures };
}

/** Makes a library in which files are analysed already, as if by a model that scores styles. The app finds it current. */
export async function makeStyledLibrary({ home, music }: Place, tracks: readonly StyledTrack[]): Promise<void> {
  await mkdir(home, { recursive: true });
  const database = openDatabase(appPaths({ GENRESCOPE_HOME: home }).database);
  const specHash = await readSpecHash(DEFAULT_MODEL, [SHIPPED_MODELS]);
  const files = tracks.map(async ({ path }) => {
    const { size, mtimeMs } = await stat(path);
    return { path, size, modifiedMilliseconds: Math.floor(mtimeMs) };
  });
  await new ScanStore(database).reconcile(music, await Promise.all(files), []);
  const store = new TrackStore(database);
  for (const track of tracks) saveStyled(store, track, specHash);
  database.close();
}

function saveStyled(store: TrackStore, { path, title, genre, scores }: StyledTrack, specHash: string): void {
  const metadata = { title, artist: '', album: '', genres: [], durationSeconds: 4 };
  store.saveAnalysis(path, metadata, {
    model: DEFAULT_MODEL,
    specHash,
    window: DEFAULT_SETTINGS.window,
    provider: 'cpu',
    genre,
    confidence: 0.9,
    genres: GENRES,
    probabilities: GENRES.map((name) => (name === genre ? 0.9 : 0.05)),
    styles: STYLES,
    styleScores: Float32Array.from(scores),
    timeline: [],
    analysedSeconds: 4,
    heardChannel: 'mix',
    embedding: Float32Array.of(1, 0),
    embeddingSizes: [2],
    meanSpectrum: new Float32Array(256),
    disagreement: null,
    members: [],
  });
}
