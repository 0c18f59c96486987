import type { Notice } from '../../../src-main/contract/app-state.ts';
import type {
  EventName,
  Events,
  GenrescopeBridge,
  OperationName,
  RequestOf,
  ResponseOf,
  Result,
  Handlers,
} from '../../../src-main/contract/operations/index.ts';
import type { ErrorCode } from '../../../src-main/contract/error-codes.ts';
import type { Settings } from '../../../src-main/contract/settings.ts';
import { BridgeError } from '../../api/bridge.ts';
import { FAKE_FOLDER, FakeApp } from './fake-app.ts';
import { fakeExports } from './fake-exports.ts';
import { fakeInspection } from './fake-inspection.ts';
import { FakeLabels } from './fake-labels.ts';
import { FakeLibrary } from './fake-library.ts';
import { FakeNetworks } from './fake-networks.ts';
import { fakeRetrain } from './fake-retrain.ts';
import { FakeScan } from './fake-scan.ts';
import { FakeTags } from './fake-tags.ts';
import { fakeTrackLists } from './fake-track-lists.ts';
import { FakeTraining } from './fake-training.ts';
import { FakeUpdates } from './fake-updates.ts';
import { fakeViews } from './fake-views.ts';
import type { Emit } from './handlers.ts';

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

const TRACKS_OF_A_NEW_FOLDER = 2400;
const DEFAULTS: FakeOptions = { tracks: 100, latencyMs: 0, failing: [], scanFrom: null, notices: [], settings: {} };

type AnyListener = (payload: never) => void;

/** A bridge over a made-up library, for unit tests and for looking at the page without the main process. */
export class FakeBridge implements GenrescopeBridge {
  /** Every call in order, for tests. */
  readonly calls: { readonly name: OperationName; readonly request: unknown }[] = [];
  readonly #options: FakeOptions;
  readonly #listeners = new Map<EventName, Set<AnyListener>>();
  readonly #handlers: Partial<Handlers>;

  constructor(options: Partial<FakeOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
    this.#handlers = makeHandlers(this.#options, (name, payload) => this.emit(name, payload));
  }

  async invoke<Name extends OperationName>(name: Name, request: RequestOf<Name>): Promise<Result<ResponseOf<Name>>> {
    this.calls.push({ name, request });
    if (this.#options.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#options.latencyMs));
    if (this.#options.failing.includes(name)) return failure('unexpected', `${name} was told to fail`);
    try {
      const handler = this.#handlers[name];
      if (!handler) return failure('unexpected', `the made-up main process does not know ${name}`);
      return { ok: true, value: await handler(request) };
    } catch (error) {
      return error instanceof BridgeError ? failure(error.code, error.message) : failure('unexpected', String(error));
    }
  }

  subscribe<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Sends an event to every subscriber. */
  emit<Name extends EventName>(name: Name, payload: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (value: Events[Name]) => void)(payload);
  }
}

function makeHandlers(options: FakeOptions, emit: Emit): Partial<Handlers> {
  const library = new FakeLibrary(options.tracks ?? TRACKS_OF_A_NEW_FOLDER);
  const scan = new FakeScan(library, (progress) => {
    emit('scan.progress', progress);
    emit('library.changed', { folder: app.folder });
  });
  const app = new FakeApp(options.tracks === null ? null : FAKE_FOLDER, {
    settings: options.settings,
    notices: options.notices,
    scan: () => scan.progress,
    settingsChanged: (settings) => emit('settings.changed', settings),
  });
  const tags = new FakeTags(library, {
    folder: FAKE_FOLDER,
    stepMs: options.latencyMs,
    progress: (progress) => emit('tags.progress', progress),
    changed: () => emit('library.changed', { folder: null }),
  });
  const labels = new FakeLabels(library, (summary) => emit('labels.changed', summary));
  const open = (): string => {
    app.folder = FAKE_FOLDER;
    emit('folders.changed', [FAKE_FOLDER]);
    scan.start(FAKE_FOLDER, 0);
    return FAKE_FOLDER;
  };
  if (options.scanFrom !== null) scan.start(FAKE_FOLDER, options.scanFrom);
  return {
    ...app.handlers(),
    ...library.handlers(open),
    ...fakeViews(library),
    ...scan.handlers(FAKE_FOLDER),
    ...tags.handlers(),
    ...fakeInspection(),
    ...fakeTrackLists(),
    ...fakeExports(),
    ...labels.handlers(),
    ...labels.stepHandlers(),
    ...fakeRetrain((state) => emit('retrain.changed', state)),
    ...new FakeNetworks((state) => emit('network.changed', state)).handlers(),
    ...new FakeUpdates((state) => emit('updates.changed', state)).handlers(),
    ...new FakeTraining((state) => emit('training.changed', state)).handlers(),
  };
}

function failure(code: ErrorCode, message: string): Extract<Result<never>, { ok: false }> {
  return { ok: false, error: { code, message } };
}
