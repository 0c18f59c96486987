import { z } from 'zod';
import type { Settings } from '../contract/types.ts';

/** The model that is used when nobody chose one. */
export const DEFAULT_MODEL = 'ensemble';

/** How many models that were in use before are remembered. */
export const MODEL_HISTORY = 50;
/** How many folders are remembered. */
export const RECENT_FOLDERS = 10;

/** A user's name for a genre; null drops the genre. */
export const genreNameSchema = z.string().trim().min(1).max(200).nullable();
/** A user's names for genres. */
export const genreMapSchema = z.record(z.string(), genreNameSchema);

/** What each setting may be. */
export const settingsSchema = z.object({
  version: z.literal(1),
  theme: z.enum(['system', 'light', 'dark']),
  window: z.enum(['30s', '3x10s', 'full']),
  provider: z.enum(['auto', 'cuda', 'webgpu', 'directml', 'coreml', 'cpu']),
  model: z.string().min(1),
  modelHistory: z.array(z.string()).max(MODEL_HISTORY),
  minConfidence: z.number().min(0).max(1),
  isAutomatic: z.boolean(),
  maxGenres: z.number().int().min(1).max(3),
  tagMode: z.enum(['replace', 'fill', 'append']),
  keepModificationTime: z.boolean(),
  hardLinks: z.enum(['write', 'leave']),
  genreSeparator: z.enum(['standard', 'nul', 'slash', 'semicolon', 'comma', 'frames']),
  mayLoseAttributes: z.boolean(),
  genreMap: genreMapSchema,
  ffmpegPath: z.string().min(1).nullable(),
  inspectionCacheMegabytes: z.number().int().min(0).max(100_000),
  recentFolders: z.array(z.string()).max(RECENT_FOLDERS),
}) satisfies z.ZodType<Settings>;

/** The settings of a fresh installation. */
export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  theme: 'system',
  window: '30s',
  provider: 'auto',
  model: DEFAULT_MODEL,
  modelHistory: [],
  minConfidence: 0.6,
  isAutomatic: false,
  maxGenres: 1,
  tagMode: 'fill',
  keepModificationTime: true,
  hardLinks: 'write',
  genreSeparator: 'standard',
  mayLoseAttributes: false,
  genreMap: {},
  ffmpegPath: null,
  inspectionCacheMegabytes: 1000,
  recentFolders: [],
};
