import type {
  EventName,
  Events,
  GenrescopeBridge,
  OperationName,
  Handlers,
  RequestOf,
  ResponseOf,
  Result,
} from '../../src-main/contract/channels.ts';
import type { Neighbour } from '../../src-main/contract/similarity.ts';
import type { ErrorCode } from '../../src-main/contract/error-codes.ts';
import type { AppState, Notice } from '../../src-main/contract/app-state.ts';
import type { ScanProgress } from '../../src-main/contract/scan.ts';
import type { Settings } from '../../src-main/contract/settings.ts';
import { DEFAULT_SETTINGS } from '../../src-main/contract/settings.ts';
import { BridgeError } from './bridge.ts';
import { FakeLabels } from './fake-labels.ts';
import { FAKE_GENRES, FakeLibrary } from './fake-library.ts';
import { fakeInspection } from './fake-inspection.ts';
import { FakeTags } from './fake-tags.ts';
import { FakeTraining } from './fake-training.ts';

/** How the made-up main process behaves. */
export interface FakeOptions {
  /** Null: no folder was opened yet. */
  readonly tracks: number | null;
  /** Every answer waits so long. */
  readonly latencyMs: number;
  /** Every operation in this list fails. */
  readonly failing: readonly OperationName[];
  /** How many tracks of a running scan are done; null: no scan runs. */
  readonly scanFrom: number | null;
  readonly notices: readonly Notice[];
  readonly settings: Partial<Settings>;
}

const FOLDER = '/home/mara/Music';
const IDLE: ScanProgress = {
  phase: 'idle',
  folder: '',
  done: 0,
  total: 0,
  failed: 0,
  tracksPerSecond: 0,
  etaSeconds: null,
  outcome: null,
  error: null,
};
const DEFAULTS: FakeOptions = { tracks: 100, latencyMs: 0, failing: [], scanFrom: null, notices: [], settings: {} };

type AnyListener = (payload: never) => void;

/** A bridge over a made-up library, for unit tests and for looking at the page without the main process. */
export class FakeBridge implements GenrescopeBridge {
  readonly library: FakeLibrary;
  readonly tags: FakeTags;
  readonly #training: FakeTraining;
  readonly #labels: FakeLabels;
  /** Every call in order, for tests. */
  readonly calls: { readonly name: OperationName; readonly request: unknown }[] = [];
  readonly #options: FakeOptions;
  readonly #listeners = new Map<EventName, Set<AnyListener>>();
  readonly #handlers: Handlers;
  #settings: Settings;
  #scan = IDLE;
  #folder: string | null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: Partial<FakeOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
    this.library = new FakeLibrary(this.#options.tracks ?? 2400);
    this.#folder = this.#options.tracks === null ? null : FOLDER;
    this.#settings = {
      ...DEFAULT_SETTINGS,
      model: 'standard',
      recentFolders: [FOLDER, '/media/usb/Crates'],
      ...this.#options.settings,
    };
    this.tags = new FakeTags(this.library, {
      folder: FOLDER,
      stepMs: this.#options.latencyMs,
      progress: (progress) => this.emit('tags.progress', progress),
      changed: () => this.emit('library.changed', { folder: null }),
    });
    this.#training = new FakeTraining((state) => this.emit('training.changed', state));
    this.#labels = new FakeLabels(
      this.library,
      (summary) => this.emit('labels.changed', summary),
      (state) => this.emit('retrain.changed', state),
    );
    this.#handlers = this.#makeHandlers();
    if (this.#options.scanFrom !== null) this.#startScan(this.#options.scanFrom);
  }

  async invoke<Name extends OperationName>(name: Name, request: RequestOf<Name>): Promise<Result<ResponseOf<Name>>> {
    this.calls.push({ name, request });
    if (this.#options.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#options.latencyMs));
    if (this.#options.failing.includes(name)) return failure('unexpected', `${name} was told to fail`);
    try {
      return { ok: true, value: await this.#handlers[name](request) };
    } catch (error) {
      return error instanceof BridgeError ? failure(error.code, error.message) : failure('unexpected', String(error));
    }
  }

  subscribe<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  async openDropped(files: readonly File[]): Promise<Result<string>> {
    return this.invoke('library.openDropped', { paths: files.map((file) => file.name) });
  }

  /** Sends an event to every subscriber. */
  emit<Name extends EventName>(name: Name, payload: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (value: Events[Name]) => void)(payload);
  }

  #makeHandlers(): Handlers {
    return {
      ...this.#appHandlers(),
      ...this.#libraryHandlers(),
      ...this.#tagHandlers(),
      ...fakeInspection(),
      'export.picture': () => 'picture.png',
      'export.table': () => 'table.csv',
      'export.sound': () => 'sound.wav',
      ...this.#training.handlers(),
      ...this.#labels.handlers(),
    };
  }

  #appHandlers(): Pick<
    Handlers,
    'app.state' | 'settings.change' | 'doctor.run' | 'notices.dismiss' | 'scan.start' | 'scan.cancel'
  > {
    return {
      'app.state': () => this.#state(),
      'settings.change': (change) => {
        this.#settings = { ...this.#settings, ...change };
        this.emit('settings.changed', this.#settings);
        return this.#settings;
      },
      'doctor.run': () => DOCTOR,
      'notices.dismiss': () => null,
      'scan.start': () => (this.#startScan(this.library.tracks.findIndex((track) => track.status === 'waiting')), null),
      'scan.cancel': () => (this.#endScan('cancelled'), null),
    };
  }

  #libraryHandlers(): Pick<Handlers, Extract<OperationName, `library.${string}`>> {
    const open = (): string => {
      this.#folder = FOLDER;
      this.#startScan(0);
      return FOLDER;
    };
    return {
      'library.openFolder': open,
      'library.openDropped': open,
      'library.openRecent': open,
      'library.query': (query) => this.library.view(query),
      'library.rows': ({ ids }) => [...ids].flatMap((id) => this.library.tracks[id] ?? []),
      'library.related': ({ id, by }) =>
        Int32Array.from(
          this.library.tracks.filter((track) =>
            by === 'folder'
              ? track.folder === this.library.tracks[id]?.folder
              : track[by] === this.library.tracks[id]?.[by],
          ),
          (track) => track.id,
        ),
      'library.detail': ({ id }) => this.library.detail(id) ?? fail('file-not-found'),
      'library.neighbours': ({ id, count }) => ({ nearest: this.#others(id, count), byGenre: this.#others(id, 3) }),
      'library.genreProfile': ({ genre }) => ({
        genre,
        tracks: 12,
        meanSpectrum: Float32Array.from({ length: 256 }, (_, index) =>
          index < 128 ? 10 - index / 6 : 3 + 2 * Math.sin(index),
        ),
        typical: this.#others(0, 1)[0] ?? null,
        farthest: this.#others(0, 4),
      }),
      'library.reveal': () => null,
    };
  }

  #tagHandlers(): Pick<Handlers, Extract<OperationName, `tags.${string}`>> {
    return {
      'tags.plan': ({ selection, options, leftOut }) => this.tags.plan(selection, options, leftOut),
      'tags.planRows': ({ from, count }) => this.tags.planRows(from, count),
      'tags.hardLinks': () => ({ count: 3, examples: ['Track 3.flac', 'Track 7.mp3', 'Track 9.mp3'] }),
      'tags.apply': ({ skip }) => this.tags.apply(skip),
      'tags.cancel': () => (this.tags.cancel(), null),
      'tags.batches': () => [...this.tags.batches],
      'tags.batchTracks': () => Int32Array.of(1),
      'tags.undo': async ({ batchId }) => (await this.tags.undo(batchId)) ?? fail('batch-not-found'),
    };
  }

  #state(): AppState {
    return {
      version: '0.1.0',
      platform: 'linux',
      folder: this.#folder,
      settings: this.#settings,
      scan: this.#scan,
      provider: {
        active: 'cpu',
        attempts: [
          { provider: 'cuda', reason: 'libcudart.so.12 was not found.' },
          { provider: 'webgpu', reason: 'No adapter was offered.' },
        ],
      },
      models: [{ name: 'standard', title: 'Standard (11 genres)', genres: FAKE_GENRES, isShipped: true }],
      notices: this.#options.notices,
    };
  }

  #others(id: number, count: number): Neighbour[] {
    return this.library.tracks
      .filter((track) => track.id !== id && track.predictedGenre !== null)
      .slice(0, count)
      .map((track, index) => ({ id: track.id, genre: track.predictedGenre ?? '', distance: 0.05 * (index + 1) }));
  }

  #startScan(from: number): void {
    if (from < 0) return;
    clearInterval(this.#timer);
    this.library.resetFrom(from);
    this.#scan = {
      ...IDLE,
      phase: 'analysing',
      folder: FOLDER,
      done: from,
      total: this.library.tracks.length,
      tracksPerSecond: 38.4,
      etaSeconds: 260,
    };
    this.#timer = setInterval(() => this.#step(), 200);
  }

  #step(): void {
    const done = Math.min(this.#scan.total, this.#scan.done + Math.max(1, Math.ceil(this.#scan.total / 100)));
    for (let id = this.#scan.done; id < done; id++) this.library.analyse(id);
    const failed = this.library.tracks.slice(0, done).filter((track) => track.status === 'failed').length;
    this.#scan = { ...this.#scan, done, failed, etaSeconds: Math.round((this.#scan.total - done) / 38.4) };
    if (done >= this.#scan.total) return this.#endScan('finished');
    this.#tell();
  }

  #endScan(outcome: 'finished' | 'cancelled'): void {
    clearInterval(this.#timer);
    this.#scan = { ...this.#scan, phase: 'idle', outcome, etaSeconds: null };
    this.#tell();
  }

  #tell(): void {
    this.emit('scan.progress', this.#scan);
    this.emit('library.changed', { folder: this.#folder });
  }
}

const DOCTOR: ResponseOf<'doctor.run'> = [
  { name: 'Decoder', status: 'ok', detail: 'FFmpeg 7.1, built in', advice: null },
  { name: 'Model', status: 'ok', detail: 'standard, 11 genres', advice: null },
  {
    name: 'Processor',
    status: 'warning',
    detail: 'CUDA was asked for; the CPU runs',
    advice: 'Install the CUDA 12 runtime, or choose CPU in the settings.',
  },
  { name: 'Library', status: 'ok', detail: '10,000 tracks, 12 MB', advice: null },
  {
    name: 'Tag writer',
    status: 'missing',
    detail: 'The Opus writer did not load',
    advice: 'Reinstall the app; other formats can be written.',
  },
];

function fail(code: ErrorCode): never {
  throw new BridgeError({ code, message: code });
}

function failure(
  code: ErrorCode,
  message: string,
): { readonly ok: false; readonly error: { readonly code: ErrorCode; readonly message: string } } {
  return { ok: false, error: { code, message } };
}
