import { basename, resolve } from 'node:path';

/** A folder’s name as a model’s name: small letters, digits, dots and dashes. */
export function modelName(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64);
  return name === '' ? 'model' : name;
}
