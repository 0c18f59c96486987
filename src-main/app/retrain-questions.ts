import { chooseNextLabels } from '../use-cases/library/next-labels.ts';
import { Client } from '../channel/client.ts';
import type { StartPort } from '../channel/ports.ts';
import type { RequestOf, ResponseOf } from '../channel/protocol.ts';
import type { NextLabel } from '../contract/labels.ts';
import type { Settings } from '../contract/settings.ts';
import type { RetrainProtocol } from '../workers/retrain-protocol.ts';
import { retrainProtocol } from '../workers/retrain-protocol.ts';
import type { LibraryReader } from './library-reader.ts';

/** Which models can predict from which analyses. */
export type Catalogue = ResponseOf<RetrainProtocol, 'catalogue'>;
/** What a model makes of kept features. */
export type FeaturesPrediction = ResponseOf<RetrainProtocol, 'predict'>;

/** What the questions need. */
export interface RetrainQuestionsDependencies {
  readonly reader: Pick<LibraryReader, 'labelCandidates'>;
  readonly settings: () => Settings;
  readonly folder: () => string | null;
  readonly modelRoots: readonly string[];
  readonly startProcess: StartPort;
}

/** Quick questions about models, labels and files, answered while a model learns in another process. */
export class RetrainQuestions {
  readonly #dependencies: RetrainQuestionsDependencies;
  readonly #client: Client<RetrainProtocol>;
  readonly #alone = new Set<Client<RetrainProtocol>>();

  constructor(dependencies: RetrainQuestionsDependencies) {
    this.#dependencies = dependencies;
    this.#client = new Client(retrainProtocol, dependencies.startProcess, {
      crashCode: 'training-crashed',
      oneByOne: true,
    });
  }

  /** @throws AppError what the process says */
  catalogue(): Promise<Catalogue> {
    return this.#client.ask('catalogue', { modelRoots: this.#dependencies.modelRoots });
  }

  /** What a model makes of kept features. @throws AppError base-unsuitable, and what the process says */
  predict(model: string, features: readonly Float32Array<ArrayBuffer>[]): Promise<FeaturesPrediction> {
    return this.#client.ask('predict', { modelRoots: this.#dependencies.modelRoots, model, features });
  }

  /** What to label next in the open folder. @throws AppError what the process says */
  async next(count: number): Promise<NextLabel[]> {
    const { reader, folder, settings } = this.#dependencies;
    const request = { folder: folder() ?? '', model: settings().model, catalogue: await this.catalogue(), count };
    return chooseNextLabels(
      (root, specHashes) => reader.labelCandidates(root, specHashes),
      request,
      (choice) => this.#client.ask('nextLabels', choice),
    );
  }

  /** Two clusters of tracks that sound alike: indexes. @throws AppError what the process says */
  clustersOf(features: readonly Float32Array<ArrayBuffer>[]): Promise<ResponseOf<RetrainProtocol, 'clusters'>> {
    return this.#client.ask('clusters', { features });
  }

  /**
   * Hash of a file's audio packets; empty where they cannot be read, null where the file does not exist.
   * @throws AppError
   */
  soundHash(path: string): Promise<string | null> {
    return this.#client.ask('soundHash', { path, ffmpegPath: this.#dependencies.settings().ffmpegPath });
  }

  /** Makes a file or a folder a model of the user's. @returns its name @throws AppError as `addNetwork` */
  addNetwork(path: string, models: string): Promise<string> {
    return this.#askAlone('addNetwork', { path, models, modelRoots: this.#dependencies.modelRoots });
  }

  /** Writes a model's folder into another. @returns its name @throws AppError as `exportModel` */
  exportModel(model: string, into: string): Promise<string> {
    return this.#askAlone('exportModel', { model, into, modelRoots: this.#dependencies.modelRoots });
  }

  /** Ends the processes; whoever waits hears that it was cancelled. */
  stop(): void {
    this.#client.kill();
    for (const client of this.#alone) client.kill();
  }

  /** Ends what {@link predict} and the questions about labels wait for; models go in and out as before. */
  stopPredicting(): void {
    this.#client.kill();
  }

  /** In a process of its own: a model that is tried may compute without end, and no other question waits for it. */
  async #askAlone<Name extends 'addNetwork' | 'exportModel'>(
    question: Name,
    request: RequestOf<RetrainProtocol, Name>,
  ): Promise<ResponseOf<RetrainProtocol, Name>> {
    const client = new Client(retrainProtocol, this.#dependencies.startProcess, { crashCode: 'model-invalid' });
    this.#alone.add(client);
    try {
      return await client.ask(question, request);
    } finally {
      this.#alone.delete(client);
      client.kill();
    }
  }
}
