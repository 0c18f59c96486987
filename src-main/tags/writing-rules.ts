import type { Settings } from '../contract/settings.ts';
import type { WritingRules } from '../contract/tags.ts';

/** The rules that the settings say. */
export function rulesOf(
  settings: Pick<Settings, 'keepModificationTime' | 'hardLinks' | 'genreSeparator' | 'mayLoseAttributes'>,
): WritingRules {
  const { keepModificationTime, hardLinks, genreSeparator, mayLoseAttributes } = settings;
  return { keepModificationTime, hardLinks, separator: genreSeparator, mayLoseAttributes };
}

/** What holds where the user decided nothing. */
export const DEFAULT_WRITING_RULES: WritingRules = {
  keepModificationTime: true,
  hardLinks: 'write',
  separator: 'standard',
  mayLoseAttributes: false,
};
