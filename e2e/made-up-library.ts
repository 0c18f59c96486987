import { copyFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { displayGenre } from '../src-main/contract/genre-names.ts';
import { DEFAULT_MODEL, DEFAULT_SETTINGS } from '../src-main/contract/settings.ts';
import type { TrackMetadata } from '../src-main/contract/track.ts';
import { appPaths } from '../src-main/library/app-paths.ts';
import { openDatabase } from '../src-main/library/database.ts';
import { ScanStore } from '../src-main/library/scan-store.ts';
import { TrackStore } from '../src-main/library/track-store.ts';
import type { StoredAnalysis } from '../src-main/library/track-store.ts';
import type { ModelCard } from '../src-main/pipeline/model/model-card.ts';
import { findModelFolder, loadModelCard } from '../src-main/pipeline/model/model-folder.ts';
import { readSpecHash } from '../src-main/pipeline/model/recogniser.ts';
import { encodeWav } from '../src-main/testing/synthesize.ts';
import type { Place } from './app.ts';
import { SHIPPED_MODELS } from './default-model.ts';
import { makeTrack } from './make-music.ts';
import { composeSong } from './make-song.ts';
import { madeUpMetadata, pseudo } from './made-up-metadata.ts';

const SONG_SECONDS = 96;
/** The file that holds a song to look into; all others are short tones. */
const SONG_INDEX = 3;
const ANALYSED_SECONDS = 30;
const SONG_GENRE = 'electronic';
/** How many times its threshold a score is at most: of styles of the track's genre, of others, and of descriptors. */
const MOST_OF_OWN = 2.6;
const MOST_OF_OTHERS = 1.01;
const MOST_OF_DESCRIPTORS = 1.2;

/** The default model: its card, and what tells the app that its analyses are current. */
export interface MadeUpModel {
  readonly card: ModelCard;
  readonly specHash: string;
}

/** Makes a library of made-up tracks, as if the default model had analysed them; one real song is among the files. */
export async function fillLibrary({ home, music }: Place, count: number): Promise<void> {
  const files = await makeFiles(music, count);
  const model = await defaultModel();
  const database = openDatabase(appPaths({ GENRESCOPE_HOME: home }).database);
  const scanned = files.map(async (path) => {
    const { size, mtimeMs } = await stat(path);
    return { path, size, modifiedMilliseconds: Math.floor(mtimeMs) };
  });
  await new ScanStore(database).reconcile(music, await Promise.all(scanned), []);
  const tracks = new TrackStore(database);
  tracks.transaction(() => files.forEach((path, index) => saveTrack(tracks, path, index, model)));
  database.close();
}

/** The default model, as made-up analyses name it. */
export async function defaultModel(): Promise<MadeUpModel> {
  const roots = [SHIPPED_MODELS];
  const card = await loadModelCard(await findModelFolder(DEFAULT_MODEL, roots));
  return { card, specHash: await readSpecHash(DEFAULT_MODEL, roots) };
}

async function makeFiles(music: string, count: number): Promise<string[]> {
  const template = await makeTrack(music, 'template', 'mp3-id3v24', { seconds: 2 });
  const files = Array.from({ length: count }, (_, index) => join(music, `${String(index).padStart(5, '0')}.mp3`));
  for (const [index, path] of files.entries())
    await (index === SONG_INDEX
      ? writeFile(path, encodeWav([composeSong(SONG_SECONDS)], 22_050))
      : copyFile(template, path));
  await rm(template);
  return files;
}

/**
 * Keeps a made-up analysis of a file that the library has, or of one in 37 a failure.
 * @param index makes it up @param known what its tags say in place of what is made up
 */
export function saveTrack(
  tracks: TrackStore,
  path: string,
  index: number,
  model: MadeUpModel,
  known: Partial<TrackMetadata> = {},
): void {
  const { genres } = model.card;
  const isSong = index === SONG_INDEX;
  const best = isSong ? genres.indexOf(SONG_GENRE) : Math.floor(pseudo(index, 8) * genres.length);
  const madeUp = { ...madeUpMetadata(index, displayGenre(genres[best] ?? '')), ...known };
  const metadata = isSong ? { ...madeUp, durationSeconds: SONG_SECONDS } : madeUp;
  if (index % 37 === 20) return tracks.saveFailure(path, metadata, { code: 'file-corrupt', message: 'Header missing' });
  tracks.saveAnalysis(path, metadata, madeUpAnalysis(index, best, metadata, model));
}

function madeUpAnalysis(
  index: number,
  best: number,
  { durationSeconds }: TrackMetadata,
  { card, specHash }: MadeUpModel,
): StoredAnalysis {
  const { genres, styles = [] } = card;
  const genre = genres[best] ?? '';
  const probabilities = sharesOf(genres.length, index, best, 0);
  const startSeconds = ((durationSeconds ?? ANALYSED_SECONDS) - ANALYSED_SECONDS) / 2;
  return {
    model: DEFAULT_MODEL,
    specHash,
    window: DEFAULT_SETTINGS.window,
    provider: 'cpu',
    genres,
    probabilities,
    timeline: timelineOf(card, startSeconds, (patch) => sharesOf(genres.length, index, best, 1 + patch * 1000)),
    analysedSeconds: ANALYSED_SECONDS,
    heardChannel: 'mix',
    genre,
    confidence: probabilities[best] ?? 0,
    styles,
    styleScores: Float32Array.from(styles, ({ family, threshold }, place) =>
      Math.min(0.95, threshold * mostOf(family, genre) * pseudo(index, 100 + place)),
    ),
    ...madeUpSound(index, best, card.head?.features ?? 0),
    disagreement: null,
    members: [],
  };
}

function mostOf(family: string | null, genre: string): number {
  if (family === null) return MOST_OF_DESCRIPTORS;
  return family === genre ? MOST_OF_OWN : MOST_OF_OTHERS;
}

/** What a track sounds like to the model and on average: alike for tracks of one genre. */
function madeUpSound(
  index: number,
  best: number,
  features: number,
): Pick<StoredAnalysis, 'embedding' | 'embeddingSizes' | 'meanSpectrum'> {
  return {
    embeddingSizes: [features],
    embedding: Float32Array.from(
      { length: features },
      (_, place) => pseudo(index, 200 + place) + (place === best ? 8 : 0),
    ),
    meanSpectrum: Float32Array.from({ length: 256 }, (_, place) =>
      place < 128 ? 14 - place / 5 + 4 * Math.sin(place / 6 + best) : 2 + 3 * pseudo(best, place),
    ),
  };
}

/** Probabilities with one genre ahead. @param seed makes another set for the same track */
function sharesOf(genres: number, index: number, best: number, seed: number): number[] {
  const raw = Array.from(
    { length: genres },
    (_, genre) => pseudo(index + seed, 9 + genre) ** 4 * 0.4 + (genre === best ? 0.6 + pseudo(index, 40) * 2.5 : 0),
  );
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

/** Patches as the model takes them, at even distances. */
function timelineOf(
  { featureSpec }: ModelCard,
  firstSeconds: number,
  probabilitiesOf: (patch: number) => number[],
): StoredAnalysis['timeline'] {
  const { hopLength, sampleRate, patchFrames, patchHopFrames } = featureSpec;
  const patchSeconds = (patchFrames * hopLength) / sampleRate;
  const hopSeconds = (patchHopFrames * hopLength) / sampleRate;
  const patches = 1 + Math.floor((ANALYSED_SECONDS - patchSeconds) / hopSeconds);
  return Array.from({ length: patches }, (_, patch) => ({
    startSeconds: firstSeconds + patch * hopSeconds,
    endSeconds: firstSeconds + patch * hopSeconds + patchSeconds,
    probabilities: probabilitiesOf(patch),
  }));
}
