import type { Settings } from '../../../src-main/contract/settings.ts';

/** The map with another name for a genre: null does not write it, an empty name is the model's own. */
export function withGenreName(map: Settings['genreMap'], genre: string, name: string | null): Settings['genreMap'] {
  const { [genre]: _, ...others } = map;
  const trimmed = name?.trim();
  return trimmed === '' ? others : { ...others, [genre]: trimmed ?? null };
}
