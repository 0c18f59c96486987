import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GENRE_TREE } from '../../../src-main/contract/genre-tree.ts';
import type { LibraryDatabase } from '../../../src-main/library/database.ts';
import { openDatabase } from '../../../src-main/library/database.ts';
import { LabelStore } from '../../../src-main/library/label-store.ts';
import { ScanStore } from '../../../src-main/library/scan-store.ts';
import { TrackStore } from '../../../src-main/library/track-store.ts';
import { walkFolder } from '../../../src-main/pipeline/scan/walk-folder.ts';
import type { ScannedFile } from '../../../src-main/contract/scanned-file.ts';
import { defaultModel, saveTrack } from '../../made-up-library.ts';
import { madeUpMetadata, pseudo } from '../../made-up-metadata.ts';

const TRACKS_OF_ALBUM = 12;
const ALBUMS_OF_ARTIST = 8;
const AT_ONCE = 2_000;
/** One track in so many is labelled. */
const LABELLED = 20;

/** Makes so many empty files in folders of artists and albums, and a library in which all of them are analysed. */
export async function makeLargeLibrary(path: string, music: string, count: number): Promise<void> {
  await makeFiles(music, count);
  const files = await listFiles(music);
  const database = openDatabase(path);
  await new ScanStore(database).reconcile(music, files, []);
  await analyseAll(database, files);
  labelSome(database);
  database.close();
}

/** The files that a scan finds. */
export async function listFiles(music: string): Promise<ScannedFile[]> {
  const files: ScannedFile[] = [];
  for await (const event of walkFolder(music, { followLinks: false }))
    if (event.kind === 'file') files.push(event.file);
  return files;
}

async function makeFiles(music: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const album = Math.floor(index / TRACKS_OF_ALBUM);
    const artist = Math.floor(album / ALBUMS_OF_ARTIST);
    const path = join(music, `Artist ${artist}`, `Album ${album}`, `${String(index).padStart(6, '0')}.mp3`);
    if (index % TRACKS_OF_ALBUM === 0) await mkdir(dirname(path), { recursive: true });
    await (await open(path, 'w')).close();
  }
}

async function analyseAll(database: LibraryDatabase, files: readonly ScannedFile[]): Promise<void> {
  const tracks = new TrackStore(database);
  const model = await defaultModel();
  for (let start = 0; start < files.length; start += AT_ONCE)
    tracks.transaction(() =>
      files
        .slice(start, start + AT_ONCE)
        .forEach(({ path }, place) => saveTrack(tracks, path, start + place, model, tagsOfAlbum(start + place))),
    );
}

/** What tags say of a track's album: its artist and name, which no other has, and its year. */
function tagsOfAlbum(index: number): { artist: string; album: string; year: number } {
  const number = Math.floor(index / TRACKS_OF_ALBUM);
  const artistNumber = Math.floor(number / ALBUMS_OF_ARTIST);
  const { artist } = madeUpMetadata(artistNumber, '');
  const { album } = madeUpMetadata(number, '');
  return {
    artist: `${artist} ${artistNumber}`,
    album: `${album} ${number}`,
    year: 1960 + Math.floor(64 * pseudo(number, 50)),
  };
}

function labelSome(database: LibraryDatabase): void {
  const ids = (database.prepare('SELECT id FROM tracks WHERE id % ? = 0').all(LABELLED) as { id: number }[]).map(
    ({ id }) => id,
  );
  const genres = GENRE_TREE.map(({ name }) => name);
  new LabelStore(database).take(
    ids.map((id) => ({ id, genres: [genres[id % genres.length] ?? 'rock'] })),
    'tags',
  );
}
