import { join } from 'node:path';
import { occlusion } from '../../../training/explanation/occlusion.ts';
import { AppError } from '../../contract/app-error.ts';
import type { SaliencyMap, TrackPredictions } from '../../contract/inspection.ts';
import type { ProviderChoice, SaliencyMethod } from '../../contract/values.ts';
import type { Decoder } from '../../pipeline/decode/decoder.ts';
import type { FeatureSpec } from '../../pipeline/features/feature-spec.ts';
import type { ListenedTrack, ListenListeners } from '../../pipeline/listen-along.ts';
import { listenAlong } from '../../pipeline/listen-along.ts';
import type { ModelInput } from '../../pipeline/model-input.ts';
import { findModelFolder } from '../../pipeline/model/model-folder.ts';
import type { Inference } from '../../pipeline/model/inference.ts';
import type { PatchExplainer } from './patch-explainer.ts';
import { answersTo, askedOf, patchExplainer } from './patch-explainer.ts';
import { loadMembers, startRecogniser } from '../../pipeline/model/recogniser.ts';
import type { Recogniser } from '../../pipeline/model/recogniser.ts';

/** Which model listens, on what. */
export interface ListenerOptions {
  readonly model: string;
  readonly modelRoots: readonly string[];
  readonly provider: ProviderChoice;
  /** Folder of the built workers. */
  readonly workerFolder: string;
}

/** Whether an input is mel bands over time. */
const isShown = ({ kind }: FeatureSpec): boolean => kind === 'log-mel' || kind === 'spectrogram';

/** A running model with its gradients. */
export class Listener {
  readonly recogniser: Recogniser;
  readonly #explainers: ReadonlyMap<Inference, PatchExplainer>;

  private constructor(recogniser: Recogniser, explainers: ReadonlyMap<Inference, PatchExplainer>) {
    this.recogniser = recogniser;
    this.#explainers = explainers;
  }

  /** @throws AppError */
  static async start({ model, modelRoots, provider, workerFolder }: ListenerOptions): Promise<Listener> {
    const workerFile = join(workerFolder, 'inference.worker.js');
    const recogniser = await startRecogniser(model, modelRoots, { workerFile, provider, threads: 1 });
    const loaded = await loadMembers(await findModelFolder(model, modelRoots), modelRoots);
    const explainers = new Map<Inference, PatchExplainer>();
    for (const [index, model] of loaded.entries()) {
      const member = recogniser.members[index];
      const explainer = member && (await patchExplainer(model, member));
      if (explainer) explainers.set(member, explainer);
    }
    return new Listener(recogniser, explainers);
  }

  /** The members whose input can be shown as one rendering: those that hear what the first such member hears. */
  get #shownMembers(): readonly Inference[] {
    const { members } = this.recogniser;
    const hash = members.find(({ card }) => isShown(card.featureSpec))?.card.featureSpecHash;
    return members.filter(({ card }) => card.featureSpecHash === hash);
  }

  /** What they hear; null where there is none. */
  get shownSpec(): FeatureSpec | null {
    return this.#shownMembers[0]?.card.featureSpec ?? null;
  }

  /** Hears a whole track. @throws AppError */
  listen(
    track: ListenedTrack,
    decoder: Decoder,
    listeners: ListenListeners,
    signal: AbortSignal,
  ): Promise<TrackPredictions> {
    return listenAlong(track, { decoder, recogniser: this.recogniser, signal }, listeners);
  }

  /**
   * What speaks for a genre or a style around a moment: the mean over the members that hear the input and score it.
   * @throws AppError request-invalid where none of them can be asked this way
   */
  async saliency(input: ModelInput, name: string, seconds: number, method: SaliencyMethod): Promise<SaliencyMap> {
    const { spec } = input;
    const members = this.#shownMembers;
    const frames = this.shownSpec?.patchFrames ?? 0;
    const first = Math.floor((seconds * spec.sampleRate) / spec.hopLength / frames) * frames;
    const patch = input.patch(first, frames);
    const maps = await Promise.all(
      members.map((member) => this.#saliencyOf(member, patch, [spec.rows, frames], name, method)),
    );
    const found = maps.filter((map) => map !== null);
    if (found.length === 0)
      throw new AppError('request-invalid', 'This model’s saliency cannot be shown by gradients; use occlusion.');
    const secondsOf = (frame: number) => (frame * spec.hopLength) / spec.sampleRate;
    return {
      startSeconds: secondsOf(first),
      endSeconds: secondsOf(first + frames),
      rows: spec.rows,
      frames,
      melScale: spec.melScale,
      minHertz: spec.minHertz,
      maxHertz: spec.maxHertz,
      values: Float32Array.from(
        patch,
        (_, index) => found.reduce((sum, map) => sum + (map[index] as number), 0) / found.length,
      ),
    };
  }

  async close(): Promise<void> {
    await Promise.all([
      this.recogniser.close(),
      ...[...this.#explainers.values()].map((explainer) => explainer.release()),
    ]);
  }

  #saliencyOf(
    member: Inference,
    patch: Float32Array,
    shape: readonly [number, number],
    name: string,
    method: SaliencyMethod,
  ): Promise<Float32Array | null> {
    if (method === 'gradient') return this.#explainers.get(member)?.saliency(patch, name) ?? Promise.resolve(null);
    const asked = askedOf(member.card, name);
    if (!asked) return Promise.resolve(null);
    const logitsOf = async (masked: Float32Array) => asked.logitsOf(await answersTo(member, masked), 1);
    return occlusion(logitsOf, patch, shape, asked.place);
  }
}
