// @ts-check
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where downloads are kept between clones of the repository: the place the platform has for what can be made anew.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  return join(baseFolder(env, platform), 'genrescope');
}

/** @param {NodeJS.ProcessEnv} env @param {NodeJS.Platform} platform */
function baseFolder(env, platform) {
  if (platform === 'win32' && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  // The rule of the XDG base directories: a relative path there is to be ignored.
  const { XDG_CACHE_HOME: chosen } = env;
  return chosen && isAbsolute(chosen) ? chosen : join(homedir(), '.cache');
}
