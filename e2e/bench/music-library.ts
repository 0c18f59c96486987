import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PIECES = 10;
const CLIPS_A_PIECE = 9;

/** Runs the system's FFmpeg. @throws where it fails */
export function ffmpeg(...args: string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
}

/** Which MP3s are made. */
export interface LibraryPlan {
  /** That does not exist yet. */
  readonly folder: string;
  /** With real music; null: noise and tones. */
  readonly music: string | null;
  readonly tracks: number;
}

/**
 * MP3s of four minutes (192 kbit/s, 44.1 kHz stereo): ten different pieces of real music, or of noise and tones, each
 * under as many names as needed. @returns their paths
 */
export function makeMusicLibrary({ folder, music, tracks }: LibraryPlan): string[] {
  mkdirSync(folder, { recursive: true });
  const clips = music === null ? [] : soundFilesOf(resolve(music));
  const paths = Array.from({ length: tracks }, (_, track) => join(folder, `track ${track}.mp3`));
  for (const [track, path] of paths.entries()) {
    const original = paths[track % PIECES] ?? path;
    if (original === path) makePiece(path, track, clips);
    else copyFileSync(original, path);
  }
  return paths;
}

function soundFilesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ogg|mp3|flac|wav|m4a)$/i.test(name))
    .map((name) => join(folder, name));
}

function makePiece(path: string, piece: number, clips: readonly string[]): void {
  const chosen = clips.filter((_, index) => index % PIECES === piece).slice(0, CLIPS_A_PIECE);
  const list = `${path}.txt`;
  writeFileSync(list, chosen.map((clip) => `file '${clip.replaceAll("'", "'\\''")}'`).join('\n'));
  const input =
    chosen.length > 0
      ? ['-f', 'concat', '-safe', '0', '-i', list]
      : ['-f', 'lavfi', '-i', `anoisesrc=a=0.6:seed=${piece},tremolo=f=${2 + piece}`];
  ffmpeg(...input, '-t', '240', '-ar', '44100', '-ac', '2', '-c:a', 'libmp3lame', '-b:a', '192k', path);
  rmSync(list);
}
