import type { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import type { SpectrumScanState, SpectrumSettings } from '../contract/inspection.ts';
import type { Settings } from '../contract/settings.ts';
import type { TrackId } from '../contract/track.ts';
import type { InspectionReply, InspectionRequest } from '../workers/inspection-protocol.ts';
import { inspectionAnswerSchemas } from '../workers/inspection-protocol.ts';
import type { Emit } from './event-bus.ts';
import type { StartProcess } from './worker-process.ts';
import { OnDemandProcess } from './worker-process.ts';

/** What looking into tracks works with. */
export interface InspectionDependencies {
  readonly pathOf: (id: TrackId) => string;
  readonly settings: () => Settings;
  readonly modelRoots: readonly string[];
  /** Where finished readings are kept. */
  readonly cacheFolder: string;
  readonly startProcess: StartProcess<InspectionRequest, InspectionReply>;
  readonly emit: Emit;
}

type Kind = InspectionRequest['kind'];
type QuestionOf<Each extends Kind> = Omit<Extract<InspectionRequest, { kind: Each }>, 'id' | 'kind'>;
type AnswerOf<Each extends Kind> = z.infer<(typeof inspectionAnswerSchemas)[Each]>;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/** Asks the inspection process on behalf of the page: one track at a time. */
export class InspectionController {
  readonly #dependencies: InspectionDependencies;
  readonly #pending = new Map<number, Pending>();
  readonly #process: OnDemandProcess<InspectionRequest, InspectionReply>;
  #questions = 0;
  #sessions = 0;
  #open: SpectrumScanState | null = null;

  constructor(dependencies: InspectionDependencies) {
    this.#dependencies = dependencies;
    this.#process = new OnDemandProcess(
      dependencies.startProcess,
      (reply) => this.#onReply(reply),
      (detail) => this.#onCrash(detail),
    );
  }

  /** Starts the process before it is needed: its start would be half of the wait. */
  warmUp(): void {
    this.#process.warmUp();
  }

  /** Begins to read a track; the one before is let go. @throws AppError */
  async open(id: TrackId, settings: SpectrumSettings): Promise<SpectrumScanState> {
    const { pathOf, settings: appSettings, cacheFolder } = this.#dependencies;
    this.#open = null;
    const state = await this.#ask('open', {
      session: ++this.#sessions,
      path: pathOf(id),
      settings,
      ffmpegPath: appSettings().ffmpegPath,
      cache: { folder: cacheFolder, limitBytes: appSettings().inspectionCacheMegabytes * 1e6 },
    });
    this.#open = state;
    return state;
  }

  /** Lets the settings' model hear the open track. @throws AppError */
  async listen(model: string | null): Promise<void> {
    const { settings, modelRoots } = this.#dependencies;
    await this.#ask('listen', {
      model: model ?? settings().model,
      modelRoots: [...modelRoots],
      provider: settings().provider,
    });
  }

  /** Asks about the open track. @throws AppError cancelled where a newer question took its place */
  ask<Each extends Exclude<Kind, 'open' | 'listen' | 'thumbnail' | 'close'>>(
    kind: Each,
    question: QuestionOf<Each>,
  ): Promise<AnswerOf<Each>> {
    return this.#ask(kind, question);
  }

  /** A track in small, whichever is open. @throws AppError */
  thumbnail(id: TrackId): Promise<AnswerOf<'thumbnail'>> {
    const { pathOf, settings } = this.#dependencies;
    return this.#ask('thumbnail', { path: pathOf(id), ffmpegPath: settings().ffmpegPath });
  }

  /** Lets the track go; the process stays for the next one. */
  async close(): Promise<void> {
    this.#open = null;
    if (this.#process.isRunning) await this.#ask('close', {});
  }

  /** Ends the process. */
  stop(): void {
    this.#process.kill();
    this.#fail(new AppError('cancelled'));
  }

  #ask<Each extends Kind>(kind: Each, question: QuestionOf<Each>): Promise<AnswerOf<Each>> {
    const id = ++this.#questions;
    return new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#process.send({ kind, id, ...question } as unknown as InspectionRequest);
    }).then((value) => inspectionAnswerSchemas[kind].parse(value) as AnswerOf<Each>);
  }

  #onReply(reply: InspectionReply): void {
    if (reply.kind === 'reading' || reply.kind === 'listening') return this.#tell(reply);
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.kind === 'answer') pending?.resolve(reply.value);
    else pending?.reject(new AppError(reply.error.code, reply.error.message));
  }

  /** What belongs to a track that was left is not told. */
  #tell(reply: Extract<InspectionReply, { kind: 'reading' | 'listening' }>): void {
    if (reply.state.session !== this.#sessions) return;
    if (reply.kind === 'reading') this.#dependencies.emit('inspect.scan', reply.state);
    else this.#dependencies.emit('inspect.predictions', reply.state);
  }

  #onCrash(detail: string): void {
    const error = new AppError('inspection-crashed', detail);
    this.#fail(error);
    if (this.#open)
      this.#dependencies.emit('inspect.scan', {
        ...this.#open,
        phase: 'failed',
        error: { code: error.code, message: detail },
      });
    this.#open = null;
  }

  #fail(error: AppError): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
