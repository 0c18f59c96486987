import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { readRegularFile } from '../../files/read-regular-file.ts';
import { featureSpecHash } from '../features/feature-spec.ts';
import type { EnsembleCard } from './ensemble-card.ts';
import { ensembleCardSchema } from './ensemble-card.ts';
import type { ModelCard, RetrainFacts } from './model-card.ts';
import { modelCardSchema } from './model-card.ts';
import type { NetworkCard } from './network-card.ts';
import { networkCardSchema } from './network-card.ts';

/** A model that is safe to run: its card was parsed and its bytes are the card's. */
export interface LoadedModel {
  readonly card: ModelCard;
  readonly network: Uint8Array;
  /** What makes genres of the network's features; null where the network does. */
  readonly head: Uint8Array | null;
}

/** What may lie in a models folder. */
export type InstalledCard = ModelCard | EnsembleCard;

const MAXIMUM_CARD_BYTES = 4 * 1024 * 1024;
const MAXIMUM_NETWORK_BYTES = 512 * 1024 * 1024;

/**
 * Reads `card.json` and `model.onnx` of a model's folder.
 * @throws AppError model-missing, model-invalid, or model-spec-unsupported where the card asks for a front end that
 *   this code does not compute
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const card = await loadModelCard(folder);
  const network = await readDescribed(folder, card.network);
  return { card, network, head: card.head ? await readDescribed(folder, card.head) : null };
}

/** A network beside a card. @throws AppError model-missing; model-invalid where it is another one */
export async function readDescribed(
  folder: string,
  { file, sha256 }: { readonly file: string; readonly sha256: string },
): Promise<Uint8Array> {
  const network = await readLimited(join(folder, file), MAXIMUM_NETWORK_BYTES);
  if (createHash('sha256').update(network).digest('hex') !== sha256)
    throw new AppError('model-invalid', `${folder}: ${file} is not the network that its card describes.`);
  return network;
}

/** The card of a model that is no ensemble. @throws AppError as {@link loadModel} */
export async function loadModelCard(folder: string): Promise<ModelCard> {
  return parseCard(await readJson(join(folder, 'card.json')), folder);
}

/** A model's card, or an ensemble's. @throws AppError as {@link loadModel} */
export async function loadCard(folder: string): Promise<InstalledCard> {
  return parseAnyCard(await readJson(join(folder, 'card.json')), folder);
}

function parseAnyCard(data: unknown, origin: string): InstalledCard {
  const ensemble = kindOf(data) === 'ensemble' ? ensembleCardSchema.safeParse(data) : null;
  return ensemble?.success ? ensemble.data : parseCard(data, origin);
}

/** Looked at before a schema is tried, since one of another kind of card lists at length why it does not fit. */
function kindOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'kind' in data ? data.kind : null;
}

/** What a card's file, or one like it, says. @throws AppError model-missing; model-invalid where it is no JSON */
export async function readJson(path: string): Promise<unknown> {
  const json = await readLimited(path, MAXIMUM_CARD_BYTES);
  try {
    return JSON.parse(new TextDecoder().decode(json));
  } catch (cause) {
    throw new AppError('model-invalid', `${dirname(path)}: ${basename(path)} is not JSON.`, { cause });
  }
}

/** @throws AppError model-invalid or model-spec-unsupported */
function parseCard(data: unknown, origin: string): ModelCard {
  const parsed = modelCardSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const code = issue?.path[0] === 'featureSpec' ? 'model-spec-unsupported' : 'model-invalid';
    throw new AppError(code, `${origin}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const [computed, expected] = [featureSpecHash(parsed.data.featureSpec), parsed.data.featureSpecHash];
  if (computed !== expected) {
    const [own, others] = [computed, expected].map((hash) => hash.slice(0, 12));
    throw new AppError(
      'model-spec-unsupported',
      `${origin}: trained on features ${others}, this version computes ${own}.`,
    );
  }
  return parsed.data;
}

async function readLimited(path: string, mostBytes: number): Promise<Buffer> {
  try {
    return await readRegularFile(path, { mostBytes, invalid: 'model-invalid' });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('model-missing', `${path} cannot be read.`, { cause: error });
  }
}

/**
 * Where the model lies whose card has this name; the user's own models hide shipped ones of the same name.
 * @throws AppError model-missing
 */
export async function findModelFolder(name: string, roots: readonly string[]): Promise<string> {
  const installed = await installedModels(roots);
  // A folder of this name whose card cannot be read is found too: loading it says why.
  const found =
    installed.find(({ card }) => card?.name === name) ??
    installed.find(({ card, folder }) => card === null && basename(folder) === name);
  if (!found) throw new AppError('model-missing', `There is no model “${name}”.`);
  return found.folder;
}

/** Names of the models that come with the app. @param ownRoot the folder of the user's own among the roots */
export async function shippedNames(roots: readonly string[], ownRoot: string): Promise<string[]> {
  return (await listModels(roots.filter((root) => root !== ownRoot))).map(({ name }) => name);
}

/** What a model's card says of its user's labels; null of one that learned from none, or cannot be used. */
export async function retrainFactsOf(name: string, roots: readonly string[]): Promise<RetrainFacts | null> {
  const card = (await listModels(roots)).find((each) => each.name === name);
  return card && 'personal' in card ? (card.personal ?? null) : null;
}

/** The first card of each name, and its folder. Whether the network beside it can be used is not checked. */
export async function installedCards(
  roots: readonly string[],
): Promise<{ readonly folder: string; readonly card: InstalledCard }[]> {
  const cards = new Map<string, { folder: string; card: InstalledCard }>();
  for (const { folder, card } of await installedModels(roots))
    if (card && !cards.has(card.name)) cards.set(card.name, { folder, card });
  return [...cards.values()];
}

/** The cards of all models; where a card cannot be read, the model is left out: `brokenModels` names it. */
export async function listModels(roots: readonly string[]): Promise<InstalledCard[]> {
  return (await installedCards(roots)).map(({ card }) => card);
}

/** A folder among the models, and its card where that can be read. */
export interface InstalledFolder {
  readonly folder: string;
  readonly card: InstalledCard | null;
}

/** Everything in the models folders but networks without genres; a card that cannot be read is null. */
export async function installedModels(roots: readonly string[]): Promise<InstalledFolder[]> {
  return (await everyFolder(roots)).flatMap(({ folder, card }) => (isNetwork(card) ? [] : [{ folder, card }]));
}

/** Names of the models and of the networks of others in the models folders. */
export async function takenNames(roots: readonly string[]): Promise<string[]> {
  return (await everyFolder(roots)).flatMap(({ card }) => card?.name ?? []);
}

type FolderCard = InstalledCard | NetworkCard | null;

function isNetwork(card: FolderCard): card is NetworkCard {
  return card !== null && 'kind' in card && card.kind === 'network';
}

async function everyFolder(
  roots: readonly string[],
): Promise<{ readonly folder: string; readonly card: FolderCard }[]> {
  const folders = await Promise.all(
    roots.map(async (root) => (await readdir(root).catch((): string[] => [])).map((name) => join(root, name))),
  );
  return Promise.all(
    folders.flat().map(async (folder) => ({ folder, card: await readFolderCard(folder).catch(() => null) })),
  );
}

async function readFolderCard(folder: string): Promise<FolderCard> {
  const data = await readJson(join(folder, 'card.json'));
  const network = kindOf(data) === 'network' ? networkCardSchema.safeParse(data) : null;
  return network?.success ? network.data : parseAnyCard(data, folder);
}
