import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../contract/types.ts';
import { writeWhole } from '../files/write-whole.ts';

/** The model that is used when nobody chose one. */
export const DEFAULT_MODEL = 'ensemble';

/** A user's names for genres; null drops a genre. */
export const genreMapSchema = z.record(z.string(), z.string().trim().min(1).max(200).nullable());

/** Every field falls back to its default on its own: one bad value does not lose the others. */
export const settingsSchema = z.object({
  version: z.literal(1).catch(1),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  window: z.enum(['30s', '3x10s', 'full']).catch('30s'),
  provider: z.enum(['auto', 'cuda', 'webgpu', 'directml', 'coreml', 'cpu']).catch('auto'),
  model: z.string().min(1).catch(DEFAULT_MODEL),
  modelHistory: z.array(z.string()).max(50).catch([]),
  minConfidence: z.number().min(0).max(1).catch(0.6),
  isAutomatic: z.boolean().catch(false),
  maxGenres: z.number().int().min(1).max(3).catch(1),
  tagMode: z.enum(['replace', 'fill', 'append']).catch('fill'),
  keepModificationTime: z.boolean().catch(true),
  genreMap: genreMapSchema.catch({}),
  ffmpegPath: z.string().min(1).nullable().catch(null),
  inspectionCacheMegabytes: z.number().int().min(0).max(100_000).catch(1000),
  recentFolders: z.array(z.string()).max(10).catch([]),
}) satisfies z.ZodType<Settings>;

/** The settings of a fresh installation. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

const MODEL_HISTORY = 50;

/** Another model is the current one, and the one before is remembered. */
export function withModel(settings: Settings, model: string): Settings {
  return model === settings.model ? settings : { ...settings, model, modelHistory: [...settings.modelHistory, settings.model].slice(-MODEL_HISTORY) };
}

/** Reads settings.json; a missing or unreadable file means the defaults. */
export async function readSettings(path: string): Promise<Settings> {
  try {
    return settingsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return DEFAULT_SETTINGS;
  }
}

/** Writes settings.json whole or not at all. */
export async function writeSettings(path: string, settings: Settings): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, [`${JSON.stringify(settings, null, 2)}\n`]);
}
