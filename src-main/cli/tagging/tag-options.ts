import { z } from 'zod';
import type { Settings, WritingRules } from '../../contract/settings.ts';
import { fieldRulesSchema, MOST_GENRES, settingsSchema, writingRulesOf } from '../../contract/settings.ts';
import { GENRE_DEPTHS, TAG_MODES, TAG_UNITS } from '../../contract/values.ts';
import type { PlanRules } from '../../use-cases/library/plan-file.ts';
import { ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptions, UsageError } from '../command.ts';

const OPTIONS = {
  ...ANALYSIS_OPTIONS,
  write: { type: 'boolean' },
  automatic: { type: 'boolean' },
  'min-confidence': { type: 'string' },
  'max-genres': { type: 'string' },
  'genre-depth': { type: 'string' },
  mode: { type: 'string' },
  by: { type: 'string' },
  map: { type: 'string' },
  labels: { type: 'string' },
  'new-times': { type: 'boolean' },
  'hard-links': { type: 'string' },
  separator: { type: 'string' },
  'lose-attributes': { type: 'boolean' },
} as const;

const optionsSchema = analysisOptionsSchema.extend({
  write: z.boolean().default(false),
  automatic: z.boolean().default(false),
  'min-confidence': z.coerce.number().min(0).max(1).optional(),
  'max-genres': z.coerce.number().int().min(1).max(MOST_GENRES).optional(),
  'genre-depth': z.enum(GENRE_DEPTHS).optional(),
  mode: z.enum(TAG_MODES).optional(),
  by: z.enum(TAG_UNITS).default('track'),
  map: z.string().optional(),
  labels: z.string().optional(),
  'new-times': z.boolean().default(false),
  'hard-links': settingsSchema.shape.hardLinks.optional(),
  separator: settingsSchema.shape.genreSeparator.optional(),
  'lose-attributes': z.boolean().default(false),
});

/** What `genrescope tag` was told; what it was not told is left to the settings. */
export type TagCommandOptions = z.infer<typeof optionsSchema>;

/** @returns the options, and the folder or file to tag @throws UsageError */
export function parseTagOptions(args: readonly string[]): {
  readonly options: TagCommandOptions;
  readonly folder: string;
} {
  const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError('Give one folder or file.');
  if (options.automatic && options['min-confidence'] !== undefined)
    throw new UsageError('Give only one of --automatic and --min-confidence.');
  return { options, folder };
}

/** How genres are chosen, but for the confidence where {@link isAutomatic}. */
export function planRulesOf(options: TagCommandOptions, settings: Settings, map: PlanRules['map']): PlanRules {
  return {
    minConfidence: options['min-confidence'] ?? settings.minConfidence,
    maxGenres: options['max-genres'] ?? settings.maxGenres,
    genreDepth: options['genre-depth'] ?? settings.genreDepth,
    mode: options.mode ?? settings.tagMode,
    by: options.by,
    map,
    onlyModel: null,
    fields: fieldRulesSchema.parse(settings),
    date: new Date(),
  };
}

/** Whether the user's labels say which confidence is enough. */
export function isAutomatic(options: TagCommandOptions, settings: Settings): boolean {
  return options.automatic || (settings.isAutomatic && options['min-confidence'] === undefined);
}

/** How files are written. */
export function writingRulesFor(options: TagCommandOptions, settings: Settings): WritingRules {
  const rules = writingRulesOf(settings);
  return {
    ...rules,
    keepModificationTime: options['new-times'] ? false : rules.keepModificationTime,
    hardLinks: options['hard-links'] ?? rules.hardLinks,
    genreSeparator: options.separator ?? rules.genreSeparator,
    mayLoseAttributes: options['lose-attributes'] || rules.mayLoseAttributes,
  };
}
