import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const MIRROR = 'http://deb.debian.org/debian';
/** Folders below the root whose content tells nothing of what a package leaves. */
const PASSING_FOLDERS = /^\/(proc|sys|dev|tmp|run|home|\.outside|var\/(cache|log|lib\/(apt|dpkg)))(\/|$)/;

/**
 * Makes a folder the root of a process that has mounts and process numbers of its own. Not by chroot, in which nobody may
 * make the namespaces of Chromium's sandbox.
 */
const ENTER = `
set -e
root=$1; shift
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
cd "$root"
pivot_root . .outside
umount -l /.outside
# As the first process, xvfb-run would wait for ever.
status=0
"$@" || status=$?
exit $status`;

/** What a program did. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The ordinary user of the bare system. */
export const USER = 'listener';
const USER_ID = '1000';

/** A Debian with nothing in it but what Debian itself needs, in a folder that is removed at the end. Wants root. */
export class BareDebian {
  readonly folder: string;
  /** What was started and has not ended. */
  readonly #running = new Set<ChildProcess>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Sets one up, of this machine's release, with an ordinary user. @throws Error what debootstrap said */
  static async make(): Promise<BareDebian> {
    const folder = await mkdtemp(join(tmpdir(), 'genrescope-debian-'));
    const debian = new BareDebian(folder);
    try {
      const suite = /^VERSION_CODENAME=(\w+)$/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? 'stable';
      succeeded(await outcomeOf(spawn('debootstrap', ['--variant=minbase', suite, folder, MIRROR])), 'debootstrap');
      await mkdir(join(folder, '.outside'));
      // It becomes everybody's root.
      await chmod(folder, 0o755);
      await debian.must('apt-get', 'update');
      await debian.must('useradd', '--create-home', '--uid', USER_ID, USER);
    } catch (error) {
      await debian.remove();
      throw error;
    }
    return debian;
  }

  /** Installs whatever meets a package's dependencies. @param depends as its control file has them */
  async satisfy(depends: string): Promise<void> {
    await this.must('apt-get', 'satisfy', '-y', '--no-install-recommends', depends);
  }

  /** Installs packages: names of Debian's, or paths of files in it. */
  async install(...packages: string[]): Promise<void> {
    await this.must('apt-get', 'install', '-y', '--no-install-recommends', ...packages);
  }

  /** Runs a program in it as root. @throws Error what it said where it failed */
  async must(...command: string[]): Promise<Outcome> {
    const environment = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'DEBIAN_FRONTEND=noninteractive'];
    return succeeded(await outcomeOf(this.#enter([...environment, ...command])), command.join(' '));
  }

  /** Runs a program in it as the ordinary user. @param environment variables as `NAME=value` */
  async runAsUser(command: readonly string[], environment: readonly string[] = []): Promise<Outcome> {
    return outcomeOf(this.startAsUser(command, environment));
  }

  /** Starts a program in it as the ordinary user. @param environment variables as `NAME=value` */
  startAsUser(command: readonly string[], environment: readonly string[] = []): ChildProcess {
    const asUser = ['setpriv', `--reuid=${USER_ID}`, `--regid=${USER_ID}`, '--clear-groups'];
    const variables = ['env', '-i', '-C', `/home/${USER}`, `HOME=/home/${USER}`, 'PATH=/usr/bin:/bin', 'LANG=C.UTF-8'];
    return this.#enter([...asUser, ...variables, ...environment, ...command]);
  }

  /** Puts a file into it, into `/tmp`. @returns its path in there */
  async bring(file: string): Promise<string> {
    const inside = join('/tmp', basename(file));
    await copyFile(file, join(this.folder, inside));
    return inside;
  }

  /** Paths of all files and folders that packages may have made. */
  async paths(): Promise<Set<string>> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length));
    return new Set(paths.filter((path) => !PASSING_FOLDERS.test(path)));
  }

  /** Ends what still runs in it, and removes it. */
  async remove(): Promise<void> {
    // The first process of a numbering of its own hears no other signal; the rest ends with it.
    const ended = [...this.#running].map((child) => once(child, 'exit'));
    for (const child of this.#running) child.kill('SIGKILL');
    await Promise.all(ended);
    await rm(this.folder, { recursive: true, force: true });
  }

  #enter(command: readonly string[]): ChildProcess {
    const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
    const child = spawn('unshare', [...namespaces, 'sh', '-c', ENTER, 'enter', this.folder, ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status: status ?? -1, ...texts };
}

function succeeded(outcome: Outcome, what: string): Outcome {
  if (outcome.status !== 0)
    throw new Error(`${what} ended with ${outcome.status}:\n${outcome.stdout}${outcome.stderr}`);
  return outcome;
}
