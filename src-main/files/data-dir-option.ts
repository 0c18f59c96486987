const OPTION = '--data-dir';

/** Arguments without the option that names the data folder. */
export interface TakenDataDir {
  /** What the option names; null where it is not given. Of several, the last one. */
  readonly folder: string | null;
  /** Whether the option stands without a folder. */
  readonly isIncomplete: boolean;
  readonly rest: readonly string[];
}

/** Takes `--data-dir DIR` and `--data-dir=DIR` out of arguments; what stands behind `--` is no option. */
export function takeDataDir(args: readonly string[]): TakenDataDir {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const rest: string[] = [];
  const named: string[] = [];
  for (let at = 0; at < end; at += 1) {
    const argument = args[at] ?? '';
    if (argument.startsWith(`${OPTION}=`)) named.push(argument.slice(OPTION.length + 1));
    else if (argument !== OPTION) rest.push(argument);
    else {
      at += 1;
      named.push(at < end ? (args[at] ?? '') : '');
    }
  }
  return { folder: named.at(-1) || null, isIncomplete: named.includes(''), rest: [...rest, ...args.slice(end)] };
}
