import type { GenreSeparator, HardLinkRule } from '../contract/values.ts';
import type { Settings } from '../contract/settings.ts';
/** What the user decided about how files are written. */
export interface WritingRules {
  /** Whether files keep the time of their last change. */
  readonly keepModificationTime: boolean;
  /** Files with several names (hard links): all names get the new genre, or the file is left alone. */
  readonly hardLinks: HardLinkRule;
  /** How several genres share a field that has room for one text. */
  readonly separator: GenreSeparator;
  /** Whether files may lose extended attributes that cannot be kept. */
  readonly mayLoseAttributes: boolean;
}

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
