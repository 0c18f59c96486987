import { Client } from '../channel/client.ts';
import type { CrashError } from '../channel/connection.ts';
import type { StartPort } from '../channel/ports.ts';
import type { QuestionName, RequestOf, ResponseOf } from '../channel/protocol.ts';
import { toErrorData } from '../contract/app-error.ts';
import type { SpectrogramThumbnail, SpectrumScanState, SpectrumSettings } from '../contract/inspection.ts';
import type { Settings } from '../contract/settings.ts';
import type { TrackId } from '../contract/track.ts';
import type { InspectionProtocol } from '../workers/inspection-protocol.ts';
import { inspectionProtocol } from '../workers/inspection-protocol.ts';
import type { Emit } from './event-bus.ts';

/** What looking into tracks works with. */
export interface InspectionDependencies {
  readonly pathOf: (id: TrackId) => string;
  readonly settings: () => Settings;
  readonly modelRoots: readonly string[];
  /** Where finished scans are kept. */
  readonly cacheFolder: string;
  readonly startProcess: StartPort;
  readonly emit: Emit;
}

/** What is asked about the open track. */
type TrackQuestion = Exclude<QuestionName<InspectionProtocol>, 'prepare' | 'open' | 'listen' | 'thumbnail' | 'close'>;

type OpenRequest = RequestOf<InspectionProtocol, 'open'>;

/** Asks the inspection process on behalf of the page: one track at a time. */
export class InspectionController {
  readonly #dependencies: InspectionDependencies;
  readonly #client: Client<InspectionProtocol>;
  #sessions = 0;
  #open: { readonly request: OpenRequest; readonly state: SpectrumScanState } | null = null;

  constructor(dependencies: InspectionDependencies) {
    this.#dependencies = dependencies;
    this.#client = new Client(inspectionProtocol, dependencies.startProcess, {
      crashCode: 'inspection-crashed',
      onCrash: (error) => this.#onCrash(error),
    });
    // What belongs to a track that was left is not told.
    this.#client.on('scan', (state) => state.session === this.#sessions && dependencies.emit('inspect.scan', state));
    this.#client.on(
      'predictions',
      (state) => state.session === this.#sessions && dependencies.emit('inspect.predictions', state),
    );
  }

  /** Starts the process and the decoder before they are needed: their start would be most of the wait. */
  prepare(id: TrackId): void {
    const { pathOf, settings } = this.#dependencies;
    // What fails now fails again when the track is opened, and is told then.
    this.#client.ask('prepare', { path: pathOf(id), ffmpegPath: settings().ffmpegPath }).catch(() => undefined);
  }

  /** Begins to read a track; the one before is let go. @throws AppError */
  async open(id: TrackId, settings: SpectrumSettings): Promise<SpectrumScanState> {
    const { pathOf, settings: appSettings, cacheFolder } = this.#dependencies;
    this.#open = null;
    return this.#openTrack({
      session: ++this.#sessions,
      path: pathOf(id),
      settings,
      ffmpegPath: appSettings().ffmpegPath,
      cache: { folder: cacheFolder, limitBytes: appSettings().inspectionCacheMegabytes * 1e6 },
    });
  }

  /** Lets the settings' model hear the open track. @throws AppError */
  async listen(model: string | null): Promise<void> {
    const { settings, modelRoots } = this.#dependencies;
    await this.#client.ask('listen', {
      model: model ?? settings().model,
      modelRoots,
      provider: settings().provider,
    });
  }

  /** Asks about the open track. @throws AppError cancelled where a newer question took its place */
  ask<Name extends TrackQuestion>(
    question: Name,
    request: RequestOf<InspectionProtocol, Name>,
  ): Promise<ResponseOf<InspectionProtocol, Name>> {
    return this.#client.ask(question, request);
  }

  /** A track in small, whichever is open. @throws AppError */
  thumbnail(id: TrackId): Promise<SpectrogramThumbnail> {
    const { pathOf, settings } = this.#dependencies;
    return this.#client.ask('thumbnail', { path: pathOf(id), ffmpegPath: settings().ffmpegPath });
  }

  /** Lets the track go; the process stays for the next one. */
  async close(): Promise<void> {
    this.#open = null;
    if (this.#client.isRunning) await this.#client.ask('close', null);
  }

  /** Ends the process. */
  stop(): void {
    this.#client.kill();
  }

  async #openTrack(request: OpenRequest): Promise<SpectrumScanState> {
    const state = await this.#client.ask('open', request);
    this.#open = { request, state };
    return state;
  }

  #onCrash(crash: CrashError): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    const { request, state } = open;
    const { emit } = this.#dependencies;
    const error = toErrorData(crash);
    const fail = () => emit('inspect.scan', { ...state, phase: 'failed', error });
    if (error.code !== 'model-too-slow') return fail();
    // The track is not to blame: it opens again, and only its predictions have failed.
    emit('inspect.predictions', { session: state.session, input: null, phase: 'failed', predictions: null, error });
    this.#openTrack(request).catch(() => request.session === this.#sessions && fail());
  }
}
