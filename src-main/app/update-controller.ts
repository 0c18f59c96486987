import { AppError, toErrorData } from '../contract/app-error.ts';
import type { UpdateChoice } from '../contract/values.ts';
import type { UpdateState } from '../contract/updates.ts';
import { NO_UPDATE } from '../contract/updates.ts';
import type { UpdateMemory } from '../library/update-memory.ts';
import { NO_MEMORY, readUpdateMemory, writeUpdateMemory } from '../library/update-memory.ts';
import type { Emit, Throttled } from './event-bus.ts';
import { throttle } from './event-bus.ts';
import type { UpdateSource } from './update-source.ts';

/** What updating works with. */
export interface UpdateDependencies {
  /** Of updates.json. */
  readonly path: string;
  /** The running version. */
  readonly version: string;
  /** Makes the source; null where this copy of the app knows no server. */
  readonly createSource: () => Promise<UpdateSource | null>;
  readonly choice: () => UpdateChoice;
  /** Whether files are being written, which a restart must not interrupt. */
  readonly isWriting: () => boolean;
  readonly emit: Emit;
  /** Told when the version that was to be installed at the end of the last run does not run. */
  readonly onNotInstalled: (version: string) => void;
  /** In milliseconds since 1970. */
  readonly now?: () => number;
}

const DAY_MILLISECONDS = 86_400_000;
/** How often it is looked whether a day has passed; a server that was not reached is asked again then. */
const LOOK_MILLISECONDS = 3_600_000;
/** The start belongs to the library. */
const AFTER_START_MILLISECONDS = 5_000;
const STATE_MILLISECONDS = 100;
const BUSY_PHASES: ReadonlySet<UpdateState['phase']> = new Set(['checking', 'downloading']);

/**
 * Looks for newer versions once a day where the user wants that, and whenever the user asks; downloads and installs one
 * where the user says so.
 */
export class UpdateController {
  readonly #dependencies: UpdateDependencies;
  readonly #tell: Throttled;
  readonly #now: () => number;
  #source: UpdateSource | null = null;
  #state = NO_UPDATE;
  #memory: UpdateMemory = NO_MEMORY;
  #running = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(dependencies: UpdateDependencies) {
    this.#dependencies = dependencies;
    this.#now = dependencies.now ?? Date.now;
    this.#tell = throttle(STATE_MILLISECONDS, () => dependencies.emit('updates.changed', this.#state));
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Recalls what earlier runs did, and begins to look once a day where the user wants that. */
  async start(): Promise<void> {
    const { path, version, createSource, onNotInstalled } = this.#dependencies;
    this.#memory = await readUpdateMemory(path);
    this.#source = await createSource();
    const { seen, installing } = this.#memory;
    if (installing !== null && installing !== version) onNotInstalled(installing);
    this.#update({
      way: this.#source?.way ?? null,
      server: this.#source?.server ?? '',
      updatedFrom: seen !== null && isNewer(version, seen) ? seen : null,
    });
    if (seen === null || installing !== null) await this.#remember({ seen: seen ?? version, installing: null });
    this.#schedule(AFTER_START_MILLISECONDS);
  }

  /** The setting may have changed: what is wanted now is begun at once. */
  refresh(): void {
    if (this.#dependencies.choice() === 'daily') this.#schedule(0);
  }

  /** Asks the server now, as the user wants it. A failure is in the state. @throws AppError busy, update-unavailable */
  async check(): Promise<void> {
    const source = this.#require();
    const { phase, offer } = this.#state;
    if (phase === 'ready') return;
    this.#update({ phase: 'checking', error: null });
    try {
      const found = await source.check();
      const isDeclined = found !== null && found.version === this.#memory.declined;
      this.#end({ phase: found ? 'offered' : 'current', offer: found, isDeclined });
      await this.#remember({ checkedAt: this.#now() });
    } catch (error) {
      this.#end({ phase: offer ? 'offered' : 'idle', error: toErrorData(error) });
    }
  }

  /** Downloads the offered version. A failure is in the state. @throws AppError busy, request-invalid */
  async download(): Promise<void> {
    const source = this.#require();
    const { offer, phase } = this.#state;
    if (!offer || phase !== 'offered' || source.way === 'tells')
      throw new AppError('request-invalid', 'There is nothing to download.');
    this.#running = new AbortController();
    const progress = { received: 0, total: offer.bytes ?? 0, etaSeconds: null };
    this.#update({ phase: 'downloading', error: null, progress, isDeclined: false });
    try {
      const command = await source.download(this.#running.signal, (now) => this.#update({ progress: now }));
      if (source.way === 'installs') await this.#remember({ installing: offer.version });
      this.#end({ phase: 'ready', command });
    } catch (error) {
      const failure = toErrorData(error);
      this.#end({ phase: 'offered', error: failure.code === 'cancelled' ? null : failure });
    }
  }

  /** Ends a download; what there is of it is deleted. */
  cancel(): void {
    this.#running.abort();
  }

  /** The offered version is not installed, and not mentioned before there is a newer one. */
  async decline(): Promise<void> {
    const { offer, phase } = this.#state;
    if (!offer || phase === 'downloading') throw new AppError('request-invalid', 'Nothing is offered.');
    this.#source?.leaveOut();
    this.#end({ phase: 'offered', isDeclined: true, command: null });
    await this.#remember({ declined: offer.version, installing: null });
  }

  /** Quits and starts the downloaded version. @throws AppError busy while files are written, request-invalid */
  restart(): void {
    if (this.#state.phase !== 'ready' || this.#state.command !== null)
      throw new AppError('request-invalid', 'Nothing is ready to be installed.');
    if (this.#dependencies.isWriting()) throw new AppError('busy', 'Tags are being written.');
    this.#source?.restart();
  }

  /** Shows the downloaded file in its folder. @throws AppError request-invalid */
  showFile(): void {
    if (this.#state.phase !== 'ready') throw new AppError('request-invalid', 'Nothing was downloaded.');
    this.#source?.showFile();
  }

  /** The news of the running version were read. */
  async dismissNews(): Promise<void> {
    this.#end({ updatedFrom: null });
    await this.#remember({ seen: this.#dependencies.version });
  }

  /** Ends a download and asks no server any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.cancel();
  }

  /** Asks in so many milliseconds whether a day has passed, and from then on every hour. */
  #schedule(milliseconds: number): void {
    if (!this.#source) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#schedule(LOOK_MILLISECONDS);
      void this.#checkDaily();
    }, milliseconds);
    // A clock alone keeps no process alive.
    this.#timer.unref();
  }

  async #checkDaily(): Promise<void> {
    const { checkedAt } = this.#memory;
    // A clock that was put back must not end the looking.
    const age = checkedAt === null ? Infinity : Math.abs(this.#now() - checkedAt);
    if (this.#dependencies.choice() !== 'daily' || BUSY_PHASES.has(this.#state.phase) || age < DAY_MILLISECONDS) return;
    await this.check();
    // Nobody asked: that a server was not reached is in the log, and looking again later is enough.
    this.#update({ error: null });
  }

  /** @throws AppError busy, update-unavailable */
  #require(): UpdateSource {
    if (!this.#source) throw new AppError('update-unavailable');
    if (BUSY_PHASES.has(this.#state.phase)) throw new AppError('busy', 'The update server is being asked.');
    return this.#source;
  }

  /** What cannot be kept costs a question or a request more, and nothing else. */
  async #remember(change: Partial<UpdateMemory>): Promise<void> {
    this.#memory = { ...this.#memory, ...change };
    await writeUpdateMemory(this.#dependencies.path, this.#memory).catch(() => undefined);
  }

  #end(change: Partial<UpdateState>): void {
    this.#update(change);
    this.#tell.flush();
  }

  #update(change: Partial<UpdateState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }
}

/** Of two versions; a version before a release counts as newer than the release, which does no harm here. */
function isNewer(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) > 0;
}
