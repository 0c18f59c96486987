import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { AppError } from '../../contract/app-error.ts';

const PIECE_BYTES = 1 << 20;
const RUNNABLE = 0o111;
/** Waits until the process $1 is gone, for 30 s at most, and runs the file $2. */
const RUN_AFTER = 'n=0; while kill -0 "$1" 2>/dev/null && [ "$n" -lt 300 ]; do sleep 0.1; n=$((n+1)); done; exec "$2"';

/**
 * Puts a downloaded AppImage in the place of the old one. The new file is copied beside the old one and its checksum is
 * taken there, so that what is installed is what was checked; then one rename replaces the old file, which stays as it is
 * until then. The path stays, since menus and links lead to it.
 * @param sha512 in Base64
 * @throws AppError update-different; the file system's errors. Nothing was changed then
 */
export function replaceAppImage(downloaded: string, file: string, sha512: string): void {
  const temporary = `${file}.${crypto.randomUUID()}.part`;
  try {
    copyFileSync(downloaded, temporary, constants.COPYFILE_EXCL);
    const found = sha512Of(temporary);
    if (found !== sha512) throw new AppError('update-different', `${downloaded}: SHA-512 is ${found}, not ${sha512}`);
    chmodSync(temporary, (statSync(file).mode & 0o777) | RUNNABLE);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Runs a file as soon as this process has ended: two of the app cannot run at once. */
export function runAfterwards(file: string): void {
  const args = ['-c', RUN_AFTER, 'sh', String(process.pid), file];
  spawn('/bin/sh', args, { detached: true, stdio: 'ignore', cwd: homedir() }).unref();
}

/** SHA-512 of a file in Base64, after its bytes are safe on the disk. */
function sha512Of(path: string): string {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
    const hash = createHash('sha512');
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read));
    return hash.digest('base64');
  } finally {
    closeSync(file);
  }
}
