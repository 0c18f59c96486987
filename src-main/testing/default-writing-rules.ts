import { DEFAULT_SETTINGS, writingRulesOf } from '../contract/settings.ts';

/** How a fresh installation writes files. */
export const DEFAULT_WRITING_RULES = writingRulesOf(DEFAULT_SETTINGS);
