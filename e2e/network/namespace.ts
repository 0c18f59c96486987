import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The one interface of the namespace; its other end is nobody's, so that packets go nowhere. */
export const WATCHED_INTERFACE = 'watched';
const OTHER_END = 'nobody';
/** A resolver that Chromium knows to speak DNS over HTTPS, which it would probe by itself. */
const NAME_SERVER = '8.8.8.8';

/** Command and arguments that run a program in a network of its own. */
export function inOwnNetwork(command: readonly string[]): string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  return ['unshare', ...asRoot, '--net', '--mount', ...command];
}

/** What is missing for a network of one's own; null where nothing is. */
export function whyNoNamespace(): string | null {
  if (process.platform !== 'linux') return `${process.platform} has no network namespaces`;
  const [command = '', ...args] = inOwnNetwork([
    'sh',
    '-c',
    `ip link add ${WATCHED_INTERFACE} type veth peer name ${OTHER_END} && mount --bind /etc/hosts /etc/resolv.conf`,
  ]);
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return null;
  const said = error?.message ?? stderr.trim();
  return `no network namespace can be made (needs unshare, ip and the right to use them): ${said}`;
}

/**
 * Gives the namespace that this process runs in an interface with addresses of both kinds, a way to everywhere, and a
 * name server that never answers. @param folder for its files
 * @throws Error where a command fails
 */
export function setupNamespace(folder: string): void {
  const ip = (command: string): void => void execFileSync('ip', command.split(' '));
  ip('link set lo up');
  ip(`link add ${WATCHED_INTERFACE} type veth peer name ${OTHER_END}`);
  // Nobody would say whose an address is, and packets would wait for that.
  for (const name of [WATCHED_INTERFACE, OTHER_END]) ip(`link set ${name} arp off up`);
  ip(`addr add 192.0.2.2/24 dev ${WATCHED_INTERFACE}`);
  ip(`route add default via 192.0.2.1 dev ${WATCHED_INTERFACE}`);
  ip(`-6 addr add 2001:db8::2/64 dev ${WATCHED_INTERFACE} nodad`);
  ip(`-6 route add default via 2001:db8::1 dev ${WATCHED_INTERFACE}`);
  // Names are asked over the network alone, by no service of this machine that has a network of its own.
  mountFile(join(folder, 'resolv.conf'), `nameserver ${NAME_SERVER}\n`, '/etc/resolv.conf');
  mountFile(join(folder, 'nsswitch.conf'), 'hosts: files dns\n', '/etc/nsswitch.conf');
}

function mountFile(path: string, content: string, target: string): void {
  writeFileSync(path, content);
  execFileSync('mount', ['--bind', path, target]);
}
