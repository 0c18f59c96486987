import { createHash } from 'node:crypto';
import { AppError } from '../../contract/app-error.ts';
import type { ProviderReport } from '../../contract/scan.ts';
import type { StyleInfo } from '../../contract/styles.ts';
import type { Inference } from './inference.ts';
import type { InferenceOptions } from './inference-worker-client.ts';
import { startInferenceWorker } from './inference-worker-client.ts';
import type { ModelCard } from './model-card.ts';
import type { LoadedModel } from './model-folder.ts';
import { joinStyles } from '../probabilities/combine-styles.ts';
import { findModelFolder, loadCard, loadModel, loadModelCard } from './model-folder.ts';

/** What recognises genres: one model, or several that are averaged. */
export interface Recogniser {
  readonly name: string;
  readonly genres: readonly string[];
  /** Styles and descriptors that its members score, one member after the other. */
  readonly styles: readonly StyleInfo[];
  /** Changes with everything that changes results. */
  readonly specHash: string;
  /** The first member's; all are asked for the same one. */
  readonly provider: ProviderReport;
  readonly members: readonly Inference[];
  /** Of the members' mean probabilities. */
  readonly temperature: number;
  close(): Promise<void>;
}

/** Starts a model, or every member of an ensemble, each in a worker of its own. @throws AppError */
export async function startRecogniser(
  name: string,
  roots: readonly string[],
  options: InferenceOptions,
): Promise<Recogniser> {
  const folder = await findModelFolder(name, roots);
  const models = await loadMembers(folder, roots);
  const temperature = await jointTemperatureOf(folder);
  const members: Inference[] = [];
  try {
    for (const model of models) members.push(await startInferenceWorker(model, options));
  } catch (error) {
    await Promise.all(members.map((member) => member.close()));
    throw error;
  }
  return recogniserOf(name, members, temperature);
}

/** A recogniser of running models. @throws AppError model-invalid where they do not agree about the genres */
export function recogniserOf(name: string, members: readonly Inference[], temperature = 1): Recogniser {
  const [first] = members;
  if (!first) throw new AppError('model-invalid', `${name} has no members.`);
  const { genres } = first.card;
  if (members.some(({ card }) => card.genres.join('\n') !== genres.join('\n')))
    throw new AppError('model-invalid', `The members of ${name} tell different genres apart.`);
  return {
    name,
    genres,
    styles: joinStyles(members.map(({ card }) => card)),
    specHash: specHashOf(
      members.map(({ card }) => card),
      temperature,
    ),
    provider: first.provider,
    members,
    temperature,
    close: async () => void (await Promise.all(members.map((member) => member.close()))),
  };
}

/** The sampling rates of what its members hear, Hz, each once. */
export function sampleRatesOf({ members }: Pick<Recogniser, 'members'>): number[] {
  return [...new Set(members.map(({ card }) => card.featureSpec.sampleRate))];
}

/** The networks of a model's or an ensemble's folder. @throws AppError */
export async function loadMembers(folder: string, roots: readonly string[]): Promise<LoadedModel[]> {
  return Promise.all((await memberFolders(folder, roots)).map(loadModel));
}

/** What a recogniser says of itself before it runs. */
export type RecogniserFacts = Pick<Recogniser, 'name' | 'genres' | 'styles' | 'specHash'>;

/** A recogniser's `specHash` from the cards alone, as they are now. @throws AppError */
export async function readSpecHash(name: string, roots: readonly string[]): Promise<string> {
  return (await readFacts(name, roots)).specHash;
}

/** What the cards alone, as they are now, say of a recogniser. @throws AppError */
export async function readFacts(name: string, roots: readonly string[]): Promise<RecogniserFacts> {
  const folder = await findModelFolder(name, roots);
  const cards = await Promise.all((await memberFolders(folder, roots)).map(loadModelCard));
  const specHash = specHashOf(cards, await jointTemperatureOf(folder));
  return { name, genres: cards[0]?.genres ?? [], styles: joinStyles(cards), specHash };
}

/** What an ensemble's mean is calibrated by; 1 of a model alone. @throws AppError */
export async function jointTemperatureOf(folder: string): Promise<number> {
  const card = await loadCard(folder);
  return 'members' in card ? (card.temperature ?? 1) : 1;
}

async function memberFolders(folder: string, roots: readonly string[]): Promise<string[]> {
  const card = await loadCard(folder);
  return 'members' in card ? Promise.all(card.members.map((member) => findModelFolder(member, roots))) : [folder];
}

function specHashOf(cards: readonly ModelCard[], temperature: number): string {
  return createHash('sha256')
    .update(
      cards
        .map(({ network, featureSpecHash, head }) =>
          [network.sha256, featureSpecHash, ...(head ? [head.sha256] : [])].join(' '),
        )
        // Nothing where nothing is changed: hashes of before stay what they were.
        .concat(temperature === 1 ? [] : [`temperature ${temperature}`])
        .join('\n'),
    )
    .digest('hex');
}
