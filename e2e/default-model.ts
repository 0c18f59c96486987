import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StyleInfo } from '../src-main/contract/styles.ts';

/** What tests read of a model's card. */
export interface ScoringCard {
  readonly genres: readonly string[];
  readonly styles: readonly StyleInfo[];
}

/** What `analyze --json` prints of a track that such a model analysed. */
export interface AnalysedTrack {
  readonly path: string;
  readonly genre: string;
  readonly confidence: number;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly styles: Readonly<Record<string, number>>;
  readonly descriptors: Readonly<Record<string, number>>;
}

/** Folder of the shipped models. */
export const SHIPPED_MODELS = resolve(import.meta.dirname, '..', 'resources', 'models');

/** The card in a model's folder. */
export async function readCard(folder: string): Promise<ScoringCard> {
  return JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')) as ScoringCard;
}
