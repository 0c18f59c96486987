/** Set before `--` by the package's launcher; what follows `--` is the user's, and no switch of Chromium's. */
const COMMAND_SWITCH = '--genrescope-command';

/**
 * The arguments of a command (`analyze FOLDER`) with which Electron was started; null where it is to open its window.
 * @param argv of the process: the program, its own switches, `--`, the user's arguments
 */
export function commandArguments(argv: readonly string[]): string[] | null {
  const end = argv.indexOf('--');
  if (end < 0 || !argv.slice(0, end).includes(COMMAND_SWITCH)) return null;
  return argv.slice(end + 1);
}
