import { AppError } from '../../contract/app-error.ts';

const PATTERNS: readonly (readonly [RegExp, ConstructorParameters<typeof AppError>[0]])[] = [
  [/No such file or directory/i, 'file-not-found'],
  [/Permission denied/i, 'file-unreadable'],
  [/matches no streams|does not contain any stream|Output file #0 does not contain/i, 'file-not-audio'],
  [/drm|encrypted|aavd|enca|Decryption/i, 'file-protected'],
  // Where the resampler finds too many channels, or a layout that it knows no matrix for.
  [/\[SWR[^\n]*(Failed to set option|Rematrix is needed|number of channels|channel layout)/i, 'channels-unsupported'],
];

/**
 * The file says how many channels it has and not where their loudspeakers stand: FFmpeg does not mix them by itself.
 */
export class UnknownLayoutError extends AppError {
  readonly channels: number;

  constructor(channels: number) {
    super('channels-unsupported', `${channels} channels without a layout`);
    this.channels = channels;
  }
}

/** FFmpeg's last words as a typed error; whatever is not known counts as a damaged file. */
export function decodeFailure(errors: string): AppError {
  if (errors.includes('Format not on whitelist'))
    return new AppError('file-not-audio', 'FFmpeg does not take the file for music.');
  const channels = /Rematrix is needed between (\d+) channels/.exec(errors)?.[1];
  if (channels) return new UnknownLayoutError(Number(channels));
  const code = PATTERNS.find(([pattern]) => pattern.test(errors))?.[1] ?? 'file-corrupt';
  if (code === 'channels-unsupported') return new AppError(code);
  const lastLine = errors.trim().split('\n').at(-1);
  return lastLine ? new AppError(code, lastLine.replace(/^\[.*?\]\s*/, '')) : new AppError(code);
}
