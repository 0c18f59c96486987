import type { Installation } from './installation.ts';

const COMMANDS: Readonly<Partial<Record<Installation['kind'], string>>> = {
  deb: 'sudo apt install',
  rpm: 'sudo dnf install',
};

/** The command line that installs a package; null where the app itself installs. */
export function installCommand(kind: Installation['kind'], file: string): string | null {
  const command = COMMANDS[kind];
  return command === undefined ? null : `${command} ${quoted(file)}`;
}

/** One word of a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
