import { join } from 'node:path';
import type { FieldWrite, TagBatch } from '../../src-main/contract/tags.ts';
import { FURTHER_FIELDS } from '../../src-main/contract/values.ts';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { listBatches } from '../../src-main/tags/batch-state.ts';
import type { BatchContext } from '../../src-main/tags/batches.ts';
import { applyBatch, undoBatch } from '../../src-main/tags/batches.ts';
import { recover } from '../../src-main/tags/recover.ts';
import { DEFAULT_WRITING_RULES } from '../../src-main/testing/default-writing-rules.ts';

/** What became of one file; `code` is null where it was written or brought back. */
export interface FileOutcome {
  readonly path: string;
  readonly code: string | null;
  readonly message: string;
}

/** A batch to write. */
export interface WriteOptions {
  readonly paths: readonly string[];
  readonly genres: readonly string[];
  readonly folder: string;
  readonly root: string;
  readonly decoder: Decoder;
}

/** Further fields that are written as well. */
const FIELDS: FieldWrite[] = FURTHER_FIELDS.map((field) => ({ field, text: `Rock ✓ ${field}`, replaces: true }));

type OnOutcome = (outcome: FileOutcome) => void;

/**
 * Every call of the campaigns and measurements into the tag writer goes through this module.
 * @returns the batch, null if nothing was written
 */
export async function writeBatch(
  { paths, genres, folder, ...options }: WriteOptions,
  onOutcome: OnOutcome,
): Promise<string | null> {
  const changes = paths.map((path) => ({ path, genres, model: 'attack', fields: FIELDS }));
  return (await applyBatch(changes, folder, { ...options, rules: DEFAULT_WRITING_RULES, onFile: outcomes(onOutcome) }))
    .batchId;
}

/** Brings a batch back. @returns how many files came back */
export async function bringBack(root: string, batchId: string, onOutcome: OnOutcome): Promise<number> {
  return (await undoBatch(batchId, { root, onFile: outcomes(onOutcome) })).written;
}

/** Repairs what a killed process left. @returns how many files were in doubt */
export async function recoverFiles(root: string): Promise<number> {
  const { finished, rolledBack } = await recover(root);
  return finished + rolledBack;
}

/** The batches of a journal, newest first. */
export async function batchesOf(root: string): Promise<TagBatch[]> {
  return listBatches(root);
}

function outcomes(onOutcome: OnOutcome): BatchContext['onFile'] {
  return ({ path, failure }) =>
    onOutcome({
      path: failure ? join(failure.folder, failure.fileName) : path,
      code: failure?.error.code ?? null,
      message: failure?.error.message ?? '',
    });
}
