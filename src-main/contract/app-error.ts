import { z } from 'zod';
import type { ErrorCode } from './error-codes.ts';
import { ERROR_TEXTS } from './error-codes.ts';
import type { Immutable } from './immutable.ts';

/** A failure that a user may hear of. The message adds the particulars to the table's words. */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail ?? ERROR_TEXTS[code].title, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** A failure as plain data, for crossing a boundary. */
export const errorDataSchema = z.object({
  code: z.custom<ErrorCode>((value) => typeof value === 'string' && Object.hasOwn(ERROR_TEXTS, value)),
  message: z.string(),
});

/** See {@link errorDataSchema}. */
export type ErrorData = Immutable<z.infer<typeof errorDataSchema>>;

/** Whatever was thrown, as plain data. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}

/** The error for data that came over a boundary. */
export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, data.message);
}

/** @throws AppError `cancelled` if the signal says so */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled');
}

const FILE_SYSTEM_CODES: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'file-not-found',
  ENOTDIR: 'file-not-found',
  EACCES: 'file-unreadable',
  EPERM: 'file-unreadable',
  ELOOP: 'file-unreadable',
  ENAMETOOLONG: 'file-unreadable',
  EROFS: 'file-read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EIO: 'disk-failure',
  ENXIO: 'disk-failure',
  EBUSY: 'file-locked',
  ETXTBSY: 'file-locked',
};

/** A file system's error as ours; `EACCES` counts as unreadable unless `denied` says otherwise. */
export function fromFileSystemError(error: unknown, denied: ErrorCode = 'file-unreadable'): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = FILE_SYSTEM_CODES[code];
  const message = error instanceof Error ? error.message : String(error);
  const isDenied = code === 'EACCES' || code === 'EPERM';
  return new AppError(isDenied ? denied : (known ?? 'unexpected'), message, { cause: error });
}
