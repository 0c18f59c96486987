import { AppError } from '../contract/app-error.ts';
import { readText } from '../files/read-text.ts';
import { settingsSchema } from '../contract/settings.ts';
import type { GenreMap } from '../tags/rank-names.ts';

/**
 * Reads the user's names for genres from a JSON file in UTF-8, or in UTF-16 with a byte order mark.
 * @throws AppError genre-map-invalid
 */
export async function readGenreMap(path: string): Promise<GenreMap> {
  const text = await readText(path, 'genre-map-invalid').catch((cause: unknown) => {
    throw cause instanceof AppError && cause.code === 'genre-map-invalid'
      ? cause
      : new AppError('genre-map-invalid', `${path} cannot be read`, { cause });
  });
  const parsed = settingsSchema.shape.genreMap.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('genre-map-invalid', `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('genre-map-invalid', `${path} is not JSON`, { cause });
  }
}
