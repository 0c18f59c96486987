import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Where updates come from, as the package says. */
export interface UpdateFeed {
  /** Of the file that says so, which electron-updater reads too. */
  readonly path: string;
  /** The folder of the file: the packaged app's resources. */
  readonly folder: string;
  /** The server that is asked, with its port where it has one. */
  readonly server: string;
  /** The page where a person gets a version. */
  readonly address: string;
  /** Whether the app may ask this address for updates. */
  allows(address: string): boolean;
}

const FILE = 'app-update.yml';
/** `name: value`, the value quoted or not; lists and what is nested are not needed here. */
const ENTRY = /^(?<name>[A-Za-z]+):\s+(?<quote>['"]?)(?<value>.*?)\k<quote>\s*$/;
const name = z.string().regex(/^[\w.-]{1,100}$/);
const configSchema = z.discriminatedUnion('provider', [
  z.object({ provider: z.literal('generic'), url: z.url().max(2_000) }),
  // A server of one's own is `generic`: its answers need not come from github.com.
  z.object({ provider: z.literal('github'), owner: name, repo: name, host: z.literal('github.com').optional() }),
]);
type Config = z.infer<typeof configSchema>;

/**
 * The file that names the update server: `app-update.yml` among a packaged app's resources. An app that is not packaged may
 * be given one by `GENRESCOPE_UPDATE_CONFIG`, for tests, whose server can only be this machine.
 * @param isPackaged a packaged app never looks at the environment
 * @returns null where there is none
 */
export function feedPath(isPackaged: boolean, resources: string, given: string | undefined): string | null {
  return isPackaged ? join(resources, FILE) : (given ?? null);
}

/**
 * Reads the file that names the update server. Whatever is not understood is no server, so that nothing is asked.
 * @param isPackaged a packaged app asks by HTTPS alone, and another one only this machine
 */
export function readFeed(path: string | null, isPackaged: boolean): UpdateFeed | null {
  const config = path === null ? null : readConfig(path);
  if (path === null || config === null) return null;
  const base = new URL(
    config.provider === 'github' ? `https://github.com/${config.owner}/${config.repo}/` : config.url,
  );
  const isLocal = base.protocol === 'http:' && base.hostname === '127.0.0.1' && base.port !== '';
  if (isPackaged ? base.protocol !== 'https:' : !isLocal) return null;
  return {
    path,
    folder: dirname(path),
    server: base.host,
    address: config.provider === 'github' ? `${base.href}releases` : base.href,
    allows: (address) => isAllowed(new URL(address), base, config),
  };
}

/** GitHub keeps the files of releases on servers of another name, to which it redirects. */
function isAllowed({ protocol, host }: URL, base: URL, { provider }: Config): boolean {
  if (protocol !== base.protocol) return false;
  return host === base.host || (provider === 'github' && host.endsWith('.githubusercontent.com'));
}

function readConfig(path: string): Config | null {
  try {
    const entries = readFileSync(path, 'utf8')
      .split(/\r?\n/)
      .flatMap((line) => {
        const { name: key = '', value = '' } = ENTRY.exec(line)?.groups ?? {};
        return key === '' ? [] : [[key, value] as const];
      });
    return configSchema.parse(Object.fromEntries(entries));
  } catch {
    return null;
  }
}
