import { Client } from '../channel/client.ts';
import type { StartPort } from '../channel/ports.ts';
import type { EventListener, EventName, RequestOf } from '../channel/protocol.ts';
import type { Settings } from '../contract/settings.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { AnalysisProtocol } from '../workers/analysis-protocol.ts';
import { analysisProtocol } from '../workers/analysis-protocol.ts';

/** What the questions to the process are made of. */
export interface ScanProcessDependencies {
  readonly tracks: Pick<TrackStore, 'durationsOf'>;
  readonly settings: () => Settings;
  /** All folders of the library that a folder begins. */
  readonly foldersOf: (root: string) => readonly string[];
  readonly modelRoots: readonly string[];
  readonly startProcess: StartPort;
}

/** A model that computes without end hears of nothing. */
const CANCEL_MILLISECONDS = 800;

/** The analysis process, which is asked one question of a scan after the other. */
export class ScanProcess {
  readonly #dependencies: ScanProcessDependencies;
  readonly #client: Client<AnalysisProtocol>;
  /** Cancels the question under way. */
  #asking = new AbortController();

  constructor(dependencies: ScanProcessDependencies) {
    this.#dependencies = dependencies;
    this.#client = new Client(analysisProtocol, dependencies.startProcess, { crashCode: 'worker-crashed' });
  }

  on<Name extends EventName<AnalysisProtocol>>(event: Name, listener: EventListener<AnalysisProtocol, Name>): void {
    this.#client.on(event, listener);
  }

  /** Walks the folders of a library. @returns the hash of the model in use; null where it cannot be read */
  async list(root: string): Promise<string | null> {
    const { model, followLinks } = this.#dependencies.settings();
    const { foldersOf, modelRoots } = this.#dependencies;
    const folders = [...foldersOf(root)];
    const { specHash } = await this.#ask('list', { folders, followLinks, model, modelRoots: [...modelRoots] });
    return specHash;
  }

  /** @param compared those whose digests are told, too */
  async read(paths: readonly string[], compared: ReadonlySet<string>): Promise<void> {
    await this.#ask('read', { paths: [...paths], compared: paths.filter((path) => compared.has(path)) });
  }

  async analyse(paths: readonly string[], jobs: number): Promise<void> {
    const { settings, modelRoots } = this.#dependencies;
    const { window, model, provider, ffmpegPath } = settings();
    const how = { window, jobs, model, modelRoots: [...modelRoots], provider, ffmpegPath };
    await this.#ask('analyze', { ...this.#named(paths), ...how });
  }

  /** These come next in the analysis under way; a process that has just ended is told with the next question. */
  prefer(paths: readonly string[]): void {
    if (this.#client.isRunning) void this.#client.ask('prefer', this.#named(paths)).catch(() => undefined);
  }

  /** Cancels the question under way; ends the process where that takes long and it is still asked then. */
  cancel(isStillAsked: () => boolean): void {
    this.#asking.abort();
    const { signal } = this.#asking;
    setTimeout(() => {
      if (signal === this.#asking.signal && isStillAsked()) this.#client.kill();
    }, CANCEL_MILLISECONDS);
  }

  kill(): void {
    this.#client.kill();
  }

  #named(paths: readonly string[]) {
    return { paths: [...paths], durations: this.#dependencies.tracks.durationsOf(paths) };
  }

  #ask<Name extends 'list' | 'read' | 'analyze'>(question: Name, request: RequestOf<AnalysisProtocol, Name>) {
    this.#asking = new AbortController();
    return this.#client.ask(question, request, { signal: this.#asking.signal });
  }
}
