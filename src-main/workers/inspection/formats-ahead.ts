import { stat } from 'node:fs/promises';
import { fsPath } from '../../files/fs-path.ts';
import { orCancelled } from '../../pipeline/or-cancelled.ts';
import type { FileReader } from '../../pipeline/scan/file-reader.ts';
import type { TaggedFormat } from '../../pipeline/scan/tagged-format.ts';

interface ReadAhead {
  readonly path: string;
  /** Of the file as it was before it was read. */
  readonly version: Promise<string>;
  readonly format: Promise<TaggedFormat>;
  readonly stop: AbortController;
}

/** Reads how the sound of a file is stored, of one file before it is asked for. */
export class FormatsAhead {
  readonly #read: FileReader['format'];
  #ahead: ReadAhead | null = null;

  constructor(read: FileReader['format']) {
    this.#read = read;
  }

  /** Begins to read, unless the file is the last one; one that is under way is left. */
  prepare(path: string): void {
    if (this.#ahead?.path === path) return;
    this.#ahead?.stop.abort();
    const stop = new AbortController();
    const version = versionOf(path);
    const format = version.then(() => this.#read(path, stop.signal));
    // Whoever asks for it reads anew, and hears of what is wrong.
    format.catch(() => undefined);
    this.#ahead = { path, version, format, stop };
  }

  /** @throws AppError as readAudioFormat; file-slow, cancelled */
  async format(path: string, signal: AbortSignal): Promise<TaggedFormat> {
    const ahead = this.#ahead;
    const isSame = ahead?.path === path && (await ahead.version) === (await versionOf(path));
    const format = isSame ? await orCancelled(ahead.format, signal).catch(() => null) : null;
    return format ?? this.#read(path, signal);
  }
}

/** Another text where the file is another one, or was changed. */
async function versionOf(path: string): Promise<string> {
  return stat(fsPath(path)).then(
    ({ ino, size, mtimeMs }) => [ino, size, mtimeMs].join(' '),
    () => 'not there',
  );
}
