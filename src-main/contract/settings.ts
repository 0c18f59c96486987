import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { LONGEST_GENRE_TEXT } from './labels.ts';
import { libraryFiltersSchema } from './library.ts';
import { fromOlderFilters } from './older-filters.ts';
import { modelName } from './operation.ts';
import {
  ANALYSIS_WINDOWS,
  FIELD_CONTENTS,
  GENRE_DEPTHS,
  GENRE_SEPARATORS,
  HARD_LINK_RULES,
  PROVIDER_CHOICES,
  TAG_MODES,
  THEMES,
  UPDATE_CHOICES,
} from './values.ts';

/** The model that is used when nobody chose one. */
export const DEFAULT_MODEL = 'musicnn';
/** The default of versions that did not write their default into settings.json. */
export const FIRST_DEFAULT_MODEL = 'ensemble';
/** How many models that were in use before are remembered. */
export const MODEL_HISTORY = 50;
/** How many folders are remembered. */
export const RECENT_FOLDERS = 10;
/** Most genres that one file is given. */
export const MOST_GENRES = 3;

/** Most searches with names, and the longest name. */
export const MOST_SMART_FILTERS = 200;
/** See {@link MOST_SMART_FILTERS}. */
export const LONGEST_FILTER_NAME = 100;

/** Most genres and styles that users give names of their own; models know hundreds. */
const MOST_OWN_NAMES = 10_000;

/** A user's name for a genre; null drops the genre. */
export const genreNameSchema = z.string().trim().min(1).max(LONGEST_GENRE_TEXT).nullable();

/** A search with a name; filters that it leaves out hide nothing. */
export const smartFilterSchema = z.strictObject({
  name: z.string().trim().min(1).max(LONGEST_FILTER_NAME),
  filters: z.preprocess(fromOlderFilters, libraryFiltersSchema.partial()),
});
/** See {@link smartFilterSchema}. */
export type SmartFilter = Settings['smartFilters'][number];

/** The user's settings: settings.json holds these entries, and the window may change most of them. */
export const settingsSchema = z.object({
  version: z.literal(1),
  theme: z.enum(THEMES),
  window: z.enum(ANALYSIS_WINDOWS),
  provider: z.enum(PROVIDER_CHOICES),
  model: z.string().min(1),
  /** Models that were current before, the newest last. */
  modelHistory: z.array(z.string()).max(MODEL_HISTORY),
  /** The default of the version that wrote the settings: later versions tell by it whether the model was chosen. */
  defaultModel: z.string(),
  minConfidence: z.number().min(0).max(1),
  /** Whether the least confidence is the one from which on 95% are right, instead. */
  isAutomatic: z.boolean(),
  maxGenres: z.number().int().min(1).max(MOST_GENRES),
  genreDepth: z.enum(GENRE_DEPTHS),
  tagMode: z.enum(TAG_MODES),
  /** Whether files keep the time of their last change. */
  keepModificationTime: z.boolean(),
  hardLinks: z.enum(HARD_LINK_RULES),
  genreSeparator: z.enum(GENRE_SEPARATORS),
  /** Whether files may lose extended attributes that cannot be kept. */
  mayLoseAttributes: z.boolean(),
  /** What is written to fields beside the genre. */
  groupingField: z.enum(FIELD_CONTENTS),
  /** Only our own part of a comment is written: the user's stays. */
  commentField: z.enum(FIELD_CONTENTS),
  moodField: z.enum(FIELD_CONTENTS),
  /** Whether the field GENRESCOPE tells the model, the date and the most probable genres. */
  evidenceField: z.boolean(),
  /** Whether a value of the user's in grouping or mood is replaced. */
  replacesFields: z.boolean(),
  /** Genre or style → the user's own name; null drops it. */
  genreMap: z
    .record(z.string().max(LONGEST_GENRE_TEXT), genreNameSchema)
    .refine((map) => Object.keys(map).length <= MOST_OWN_NAMES, 'too many names')
    .meta({ maxProperties: MOST_OWN_NAMES }),
  ffmpegPath: z.string().min(1).max(4_096).nullable(),
  /** Whether a scan follows links that lead out of the folder. */
  followLinks: z.boolean(),
  /** Whether changes in the open folder are noticed without a scan being asked for. */
  watchesFolder: z.boolean(),
  /** Whether a track plays as soon as it is open in the inspector. */
  playsWhenOpened: z.boolean(),
  /** Whether the next track of a list plays when one has ended. */
  playsNext: z.boolean(),
  /** Room for spectrograms of tracks that were looked into; 0 keeps none. */
  inspectionCacheMegabytes: z.number().int().min(0).max(100_000),
  recentFolders: z.array(z.string()).max(RECENT_FOLDERS),
  /** Searches that the user gave names, in the order of the side bar. */
  smartFilters: z.array(smartFilterSchema).max(MOST_SMART_FILTERS),
  /** Whether the window may still mention that networks can be downloaded. */
  offersNetworks: z.boolean(),
  /** Whether the app looks for newer versions of itself. */
  updates: z.enum(UPDATE_CHOICES),
});

/** See {@link settingsSchema}. */
export type Settings = Immutable<z.infer<typeof settingsSchema>>;

/** The settings that the tag writer is given. */
export const writingRulesSchema = settingsSchema.pick({
  keepModificationTime: true,
  hardLinks: true,
  genreSeparator: true,
  mayLoseAttributes: true,
});

/** How the user wants files to be written. */
export type WritingRules = Immutable<z.infer<typeof writingRulesSchema>>;

/** The writing rules among settings, and no other setting. */
export function writingRulesOf(settings: WritingRules): WritingRules {
  return writingRulesSchema.parse(settings);
}

/** The settings that say what is written to further fields. */
export const fieldRulesSchema = settingsSchema.pick({
  groupingField: true,
  commentField: true,
  moodField: true,
  evidenceField: true,
  replacesFields: true,
});

/** See {@link fieldRulesSchema}. */
export type FieldRules = Immutable<z.infer<typeof fieldRulesSchema>>;

const KEPT_BY_THE_APP = { version: true, modelHistory: true, defaultModel: true, recentFolders: true } as const;

/** What users may change by themselves; what is left out is changed by what they do. */
type OwnSettingsChange = Partial<Omit<Settings, keyof typeof KEPT_BY_THE_APP>>;

/** See {@link OwnSettingsChange}. */
export const ownSettingsChangeSchema = settingsSchema
  .omit(KEPT_BY_THE_APP)
  .strict()
  .partial() as unknown as z.ZodType<OwnSettingsChange>;

/** What the window may change at once: of what users may, all but the program that is run. */
export type SettingsChange = Omit<OwnSettingsChange, 'ffmpegPath'>;

/** See {@link SettingsChange}. Zod's optional entries may also be undefined, which no message of the page's is. */
export const settingsChangeSchema = settingsSchema
  .omit(KEPT_BY_THE_APP)
  .omit({ ffmpegPath: true })
  .extend({ model: modelName })
  .strict()
  .partial() as unknown as z.ZodType<SettingsChange>;

/** The settings of a fresh installation. */
export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  theme: 'system',
  window: '30s',
  provider: 'auto',
  model: DEFAULT_MODEL,
  modelHistory: [],
  defaultModel: DEFAULT_MODEL,
  minConfidence: 0.6,
  isAutomatic: false,
  maxGenres: 1,
  genreDepth: 'family',
  tagMode: 'fill',
  keepModificationTime: true,
  hardLinks: 'write',
  genreSeparator: 'standard',
  mayLoseAttributes: false,
  groupingField: 'off',
  commentField: 'off',
  moodField: 'off',
  evidenceField: false,
  replacesFields: false,
  genreMap: {},
  ffmpegPath: null,
  followLinks: false,
  watchesFolder: true,
  playsWhenOpened: false,
  playsNext: true,
  inspectionCacheMegabytes: 1000,
  recentFolders: [],
  smartFilters: [],
  offersNetworks: true,
  updates: 'ask',
};
