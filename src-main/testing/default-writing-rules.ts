import { DEFAULT_SETTINGS, fieldRulesSchema, writingRulesOf } from '../contract/settings.ts';

/** How a fresh installation writes files. */
export const DEFAULT_WRITING_RULES = writingRulesOf(DEFAULT_SETTINGS);
/** What it writes to further fields: nothing. */
export const DEFAULT_FIELD_RULES = fieldRulesSchema.parse(DEFAULT_SETTINGS);
