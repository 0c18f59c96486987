import { z } from 'zod';
import { errorDataSchema } from '../../contract/app-error.ts';
import type { Immutable } from '../../contract/immutable.ts';
import { scannedFileSchema } from '../../contract/scanned-file.ts';
import { trackAnalysisSchema, trackMetadataSchema } from '../../contract/track.ts';
import { ANALYSIS_WINDOWS, PROVIDERS } from '../../contract/values.ts';
import { shardSchema } from './shard.ts';

/** Of the lines of results; a reader refuses those of a greater one. */
export const RESULTS_SCHEMA = 1;
/** Bytes of the longest line: ten hours, analysed whole, take a fifth of it. */
export const LONGEST_LINE = 64 << 20;

/** Numbers as the base64 of little-endian float32. */
const base64Floats = z
  .base64()
  .transform((text) => Uint8Array.from(Buffer.from(text, 'base64')).buffer)
  .refine((bytes) => bytes.byteLength % 4 === 0, 'no float32 numbers')
  .transform((bytes) => new Float32Array(bytes))
  .refine((numbers) => numbers.every(Number.isFinite), 'no finite numbers');

/** An analysis as a line holds it: numbers are not rounded. */
const writtenAnalysis = trackAnalysisSchema.extend({
  styleScores: base64Floats,
  embedding: base64Floats,
  meanSpectrum: base64Floats,
});

/** How files were analysed. */
const analysisKind = z.object({ model: z.string(), specHash: z.string(), window: z.enum(ANALYSIS_WINDOWS) });

/** What a library keeps of a file; its path is relative to the folder, with `/` between names. */
const libraryRecord = analysisKind.extend({ ...scannedFileSchema.shape, metadata: z.nullable(trackMetadataSchema) });

/** The first line: who analysed what. */
const headerLine = analysisKind.extend({
  status: z.literal('shard'),
  schema: z.int().min(1),
  /** Of the program. */
  version: z.string(),
  genres: z.array(z.string()),
  /** Names of styles and descriptors, in the order of their scores. */
  styles: z.array(z.string()),
  shard: shardSchema,
  folder: z.string(),
  /** Music files of the shard, and of the whole folder. */
  files: z.int().nonnegative(),
  folderFiles: z.int().nonnegative(),
});

const analysedLine = z.object({
  status: z.literal('ok'),
  provider: z.enum(PROVIDERS),
  library: libraryRecord.extend({
    metadata: trackMetadataSchema,
    analysis: writtenAnalysis,
    /** See audioDigest; left out where nothing tells. */
    audioDigest: z.hash('sha256').optional(),
  }),
});

const failedLine = z.object({
  status: z.literal('error'),
  error: errorDataSchema,
  /** Not there where a folder, or the command itself, failed. */
  library: libraryRecord.optional(),
});

const leftOutLine = z.object({ status: z.literal('left-out') });

/** A line of what `genrescope analyze --shard I/N --json` prints. */
export const resultLineSchema = z.discriminatedUnion('status', [headerLine, analysedLine, failedLine, leftOutLine]);

/** See {@link analysisKind}. */
export type AnalysisKind = Immutable<z.infer<typeof analysisKind>>;
/** See {@link headerLine}. */
export type ResultsHeader = Immutable<z.infer<typeof headerLine>>;
/** A file that was analysed, or failed. */
export type FileResult = Immutable<z.infer<typeof analysedLine>> | Immutable<z.infer<typeof failedLine>>;
/** See {@link resultLineSchema}. */
export type ResultLine = Immutable<z.infer<typeof resultLineSchema>>;

/** Numbers as a line holds them. */
export function toBase64(numbers: Float32Array): string {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');
}
