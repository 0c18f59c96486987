import { durationOf, parseAudio } from './parse-audio.ts';

/** Programs join several genres of one field by semicolons. */
export function splitGenres(genres: readonly string[]): string[] {
  return genres.flatMap((genre) => genre.split(/;|\0/)).map((genre) => genre.trim()).filter((genre) => genre !== '');
}

/** What a file says about itself. */
export interface TrackMetadata {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genres: readonly string[];
  readonly durationSeconds: number | null;
}

const EMPTY: TrackMetadata = { title: '', artist: '', album: '', genres: [], durationSeconds: null };

/** Reads tags and duration; tags that cannot be read count as none. @throws AppError as {@link parseAudio} */
export async function readMetadata(path: string): Promise<TrackMetadata> {
  const metadata = await parseAudio(path);
  if (!metadata) return EMPTY;
  const { common } = metadata;
  return {
    title: common.title ?? '',
    artist: common.artist ?? '',
    album: common.album ?? '',
    genres: splitGenres(common.genre ?? []),
    durationSeconds: durationOf(metadata),
  };
}
