import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ffmpeg } from '../bench/music-library.ts';

const EXTENSIONS = ['flac', 'mp3', 'ogg', 'm4a'] as const;
const FOLDERS = 20;

/** Files of four to eight seconds, no two alike, in folders of `folder`: a tone, its tremolo and noise. */
export function makeSounds(folder: string, files: number): void {
  for (let index = 0; index < files; index++) {
    const parent = join(folder, `Künstler ${index % FOLDERS}`);
    mkdirSync(parent, { recursive: true });
    const seconds = 4 + (4 * index) / files;
    const tone = `sine=f=${80 + 11 * index}:d=${seconds},tremolo=f=${1 + (index % 9)}`;
    const noise = `anoisesrc=a=${0.02 + (index % 7) / 50}:d=${seconds}:seed=${index}`;
    ffmpeg(
      ...['-f', 'lavfi', '-i', tone, '-f', 'lavfi', '-i', noise, '-filter_complex', 'amix=inputs=2'],
      ...['-ar', '44100', '-metadata', `title=Sound ${index}`, '-metadata', 'genre=Electronic'],
      join(parent, `sound ${index}.${EXTENSIONS[index % EXTENSIONS.length]}`),
    );
  }
}
