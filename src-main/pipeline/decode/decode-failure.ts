import { AppError } from '../../contract/app-error.ts';

const PATTERNS: readonly (readonly [RegExp, ConstructorParameters<typeof AppError>[0]])[] = [
  [/No such file or directory/i, 'file-not-found'],
  [/Permission denied/i, 'file-unreadable'],
  [/matches no streams|does not contain any stream|Output file #0 does not contain/i, 'file-not-audio'],
  [/drm|encrypted|aavd|enca|Decryption/i, 'file-protected'],
];

/** FFmpeg's last words as a typed error; whatever is not known counts as a damaged file. */
export function decodeFailure(errors: string): AppError {
  const code = PATTERNS.find(([pattern]) => pattern.test(errors))?.[1] ?? 'file-corrupt';
  const lastLine = errors.trim().split('\n').at(-1);
  return lastLine ? new AppError(code, lastLine.replace(/^\[.*?\]\s*/, '')) : new AppError(code);
}
