import { AppError, toErrorData } from '../contract/app-error.ts';
import type { AddNetworkState } from '../contract/networks.ts';
import { NO_NETWORK_ADDED } from '../contract/networks.ts';
import type { OfferedNetworkName } from '../contract/values.ts';
import type { Download } from '../download/downloads.ts';
import { fetchPinnedFile } from '../download/fetch-pinned-file.ts';
import type { HttpGet } from '../download/http-get.ts';
import { forgetPart, keptBytes } from '../download/part-file.ts';
import type { Emit, Throttled } from './event-bus.ts';
import { throttle } from './event-bus.ts';

/** What adding networks works with. */
export interface NetworkDependencies {
  /** Where files are downloaded to. */
  readonly folder: string;
  /** @throws AppError request-invalid */
  readonly downloadOf: (name: OfferedNetworkName) => Download;
  readonly get: HttpGet;
  /** Whether the user has a model of this name. */
  readonly isInstalled: (name: string) => Promise<boolean>;
  /** Makes a file a model, in another process. @returns its name @throws AppError */
  readonly addFile: (path: string) => Promise<string>;
  readonly emit: Emit;
}

const STATE_MILLISECONDS = 100;
const UNDER_WAY: ReadonlySet<AddNetworkState['phase']> = new Set(['downloading', 'adding']);

/** Downloads networks and adds them to the user's models, one at a time; never unless the user asks for it. */
export class NetworkController {
  readonly #dependencies: NetworkDependencies;
  readonly #tell: Throttled;
  #state = NO_NETWORK_ADDED;
  #running = new AbortController();

  constructor(dependencies: NetworkDependencies) {
    this.#dependencies = dependencies;
    this.#tell = throttle(STATE_MILLISECONDS, () => dependencies.emit('network.changed', this.#state));
  }

  get state(): AddNetworkState {
    return this.#state;
  }

  /** Looks what is there of a network; nothing is asked of its server. @throws AppError request-invalid */
  async look(name: OfferedNetworkName): Promise<AddNetworkState> {
    if (UNDER_WAY.has(this.#state.phase)) return this.#state;
    const download = this.#dependencies.downloadOf(name);
    const received = await keptBytes(this.#dependencies.folder, download);
    const isInstalled = await this.#dependencies.isInstalled(name);
    this.#update({
      ...NO_NETWORK_ADDED,
      isInstalled,
      phase: received > 0 && !isInstalled ? 'interrupted' : 'idle',
      server: new URL(download.address).host,
      progress: { received, total: download.bytes, etaSeconds: null },
    });
    return this.#state;
  }

  /** Downloads a network, or the rest of it, and adds it. @throws AppError busy, model-exists, request-invalid */
  async download(name: OfferedNetworkName): Promise<void> {
    const { isInstalled } = await this.look(name);
    this.#requireIdle();
    if (isInstalled) throw new AppError('model-exists', name);
    this.#update({ phase: 'downloading', error: null });
    this.#running = new AbortController();
    const download = this.#dependencies.downloadOf(name);
    void this.#run(download).catch((error: unknown) => this.#fail(error));
  }

  /** What was downloaded is kept. */
  cancel(): void {
    this.#running.abort();
  }

  /** Deletes what was downloaded. @throws AppError busy, and as the file system */
  async discard(name: OfferedNetworkName): Promise<void> {
    this.#requireIdle();
    await forgetPart(this.#dependencies.folder, this.#dependencies.downloadOf(name));
    await this.look(name);
    this.#tell.flush();
  }

  /** Adds a file of the user's. @returns the model's name @throws AppError busy, and as `addNetwork` */
  async addFile(path: string): Promise<string> {
    this.#requireIdle();
    const before = this.#state;
    this.#update({ phase: 'adding', error: null });
    try {
      const added = await this.#dependencies.addFile(path);
      this.#end({ phase: 'done', added });
      return added;
    } catch (error) {
      this.#end(before);
      throw error;
    }
  }

  async #run(download: Download): Promise<void> {
    const { folder, get, addFile } = this.#dependencies;
    const onProgress = (progress: AddNetworkState['progress']) => this.#update({ progress });
    const { signal } = this.#running;
    const path = await fetchPinnedFile(download, { ...download, folder, get, signal, onProgress });
    this.#update({ phase: 'adding' });
    const added = await addFile(path);
    await forgetPart(folder, download);
    this.#end({ phase: 'done', added, isInstalled: true });
  }

  #fail(error: unknown): void {
    const failure = toErrorData(error);
    if (failure.code === 'cancelled') this.#end({ phase: this.#state.progress.received > 0 ? 'interrupted' : 'idle' });
    else this.#end({ phase: 'failed', error: failure });
  }

  /** @throws AppError busy */
  #requireIdle(): void {
    if (UNDER_WAY.has(this.#state.phase)) throw new AppError('busy', 'A network is being added already.');
  }

  #end(change: Partial<AddNetworkState>): void {
    this.#update(change);
    this.#tell.flush();
  }

  #update(change: Partial<AddNetworkState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }
}
