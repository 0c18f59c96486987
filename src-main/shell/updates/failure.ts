import { AppError } from '../../contract/app-error.ts';
import type { ErrorCode } from '../../contract/error-codes.ts';

/** Chromium's names of what ends a connection after it was made. */
const CUT = /ERR_(CONNECTION_(CLOSED|RESET|ABORTED)|CONTENT_LENGTH_MISMATCH|INCOMPLETE|EMPTY_RESPONSE|NETWORK_CHANGED)/;
const UNREACHABLE = /net::ERR_|timed out|ECONN|ENOTFOUND/;
const DENIED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * What electron-updater threw, as ours.
 * @param isDownload whether a file was being downloaded, of which a part may have come
 */
export function updateFailure(error: unknown, isDownload: boolean): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? firstLine(error.message) : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new AppError(codeOf(code, message, isDownload), message, { cause: error });
}

function codeOf(code: string, message: string, isDownload: boolean): ErrorCode {
  if (code === 'ERR_CHECKSUM_MISMATCH') return 'update-different';
  if (FULL.has(code)) return 'update-no-room';
  if (DENIED.has(code)) return 'file-read-only';
  // The door lets nothing through to another server.
  if (message.includes('ERR_BLOCKED_BY_CLIENT')) return 'update-refused';
  if (isDownload && (CUT.test(message) || message.includes('aborted'))) return 'update-cut';
  return UNREACHABLE.test(message) || UNREACHABLE.test(code) ? 'update-unreachable' : 'update-refused';
}

/** electron-updater adds headers and whole answers of servers. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 500) ?? '';
}
