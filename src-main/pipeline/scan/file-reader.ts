import { join } from 'node:path';
import { Connection } from '../../channel/connection.ts';
import type { QuestionName, RequestOf, ResponseOf } from '../../channel/protocol.ts';
import { startThread } from '../../channel/thread-ports.ts';
import { AppError, throwIfCancelled } from '../../contract/app-error.ts';
import type { TrackMetadata } from '../../contract/track.ts';
import { orCancelled } from '../or-cancelled.ts';
import type { FileReaderProtocol } from './file-reader-protocol.ts';
import { fileReaderProtocol } from './file-reader-protocol.ts';
import type { CurrentTags } from './read-metadata.ts';
import type { TaggedFormat } from './tagged-format.ts';

/** Reads what files say of themselves. A file that nobody vouches for is read by nothing else. */
export interface FileReader {
  /** See readMetadata. @throws AppError as it; file-slow, cancelled */
  metadata(path: string, signal?: AbortSignal): Promise<TrackMetadata>;
  /** See readAudioFormat. @throws AppError as it; file-slow, cancelled */
  format(path: string, signal?: AbortSignal): Promise<TaggedFormat>;
  /** See readCurrentTags. @throws AppError as it; file-slow, cancelled */
  tags(path: string, signal?: AbortSignal): Promise<CurrentTags>;
  /** See readCover. @throws AppError file-slow, cancelled */
  cover(path: string, signal?: AbortSignal): Promise<Uint8Array | null>;
  /** See coverKey. @throws AppError file-slow, cancelled */
  coverKey(path: string, signal?: AbortSignal): Promise<string | null>;
  /** See audioDigest. @throws AppError as it; file-slow, cancelled */
  audioDigest(path: string, signal?: AbortSignal): Promise<string | null>;
  /** Ends what runs; whoever waits hears `cancelled`. */
  close(): void;
}

/** A stream without a length is counted to its end: a gigabyte of it comes within this time from a slow disk. */
const DEADLINE_MILLISECONDS = 30_000;
/** A thread that nobody waits for any more has this time to end by itself: a new one costs as long. */
const LEAVE_MILLISECONDS = 500;
const MOST_THREADS = 2;
/** Of one thread, for all but bytes of files; those the parsers bound themselves. */
const HEAP_MEGABYTES = 96;

/**
 * A reader in threads of its own, started when they are needed and kept. A file that takes too long, or too much memory,
 * ends its thread: that file is given up, all others are read.
 * @param workerFolder folder of the built workers
 */
export function createFileReader(workerFolder: string, deadlineMilliseconds = DEADLINE_MILLISECONDS): FileReader {
  const threads = new ReaderThreads(join(workerFolder, 'file-reader.worker.js'), deadlineMilliseconds);
  return {
    metadata: (path, signal) => threads.ask('metadata', { path }, signal),
    format: (path, signal) => threads.ask('format', { path }, signal),
    tags: (path, signal) => threads.ask('tags', { path }, signal),
    cover: (path, signal) => threads.ask('cover', { path }, signal),
    coverKey: (path, signal) => threads.ask('coverKey', { path }, signal),
    audioDigest: (path, signal) => threads.ask('audioDigest', { path }, signal),
    close: () => threads.close(),
  };
}

type Thread = Connection<FileReaderProtocol>;
type Question = QuestionName<FileReaderProtocol>;

/** Few threads, each of which reads one file at a time: so it is known which one keeps it. */
class ReaderThreads {
  readonly #workerFile: string;
  readonly #deadline: number;
  readonly #busy = new Set<Thread>();
  readonly #waiting: (() => void)[] = [];
  #idle: Thread[] = [];
  readonly #grown = new WeakSet<Thread>();

  constructor(workerFile: string, deadline: number) {
    this.#workerFile = workerFile;
    this.#deadline = deadline;
  }

  ask<Name extends Question>(
    question: Name,
    request: RequestOf<FileReaderProtocol, Name>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<FileReaderProtocol, Name>> {
    return orCancelled(this.#ask(question, request, signal), signal);
  }

  close(): void {
    for (const thread of [...this.#idle, ...this.#busy]) void thread.kill();
    this.#idle = [];
  }

  async #ask<Name extends Question>(
    question: Name,
    request: RequestOf<FileReaderProtocol, Name>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<FileReaderProtocol, Name>> {
    const thread = await this.#take();
    const end = (code: 'file-slow' | 'cancelled') => void thread.kill(new AppError(code));
    let timer = setTimeout(end, this.#deadline, 'file-slow');
    const hurry = () => {
      clearTimeout(timer);
      timer = setTimeout(end, LEAVE_MILLISECONDS, 'cancelled');
    };
    try {
      throwIfCancelled(signal);
      signal?.addEventListener('abort', hurry, { once: true });
      return await thread.ask(question, request);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', hurry);
      this.#giveBack(thread);
    }
  }

  async #take(): Promise<Thread> {
    while (this.#busy.size >= MOST_THREADS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const thread = this.#idle.pop() ?? this.#start();
    this.#busy.add(thread);
    return thread;
  }

  #giveBack(thread: Thread): void {
    this.#busy.delete(thread);
    if (this.#grown.has(thread)) void thread.kill();
    else if (!thread.isOver) this.#idle.push(thread);
    this.#waiting.shift()?.();
  }

  #start(): Thread {
    const port = startThread(this.#workerFile, 'file reader', undefined, {
      maxOldGenerationSizeMb: HEAP_MEGABYTES,
      maxYoungGenerationSizeMb: HEAP_MEGABYTES / 8,
    });
    const thread = new Connection(fileReaderProtocol, port, { crashCode: 'file-slow' });
    thread.on('grown', () => this.#grown.add(thread));
    return thread;
  }
}
