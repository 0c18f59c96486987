import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Chromium's switches that write what its network stack does into a file. */
export function netLogSwitches(file: string): string[] {
  return [`--log-net-log=${file}`, '--net-log-capture-mode=Everything'];
}

/** Events that are a lookup, a connection, or a try of either. */
const CONTACTS: ReadonlySet<string> = new Set([
  'HOST_RESOLVER_MANAGER_REQUEST',
  'HOST_RESOLVER_MANAGER_IPV6_REACHABILITY_CHECK',
  'DNS_TRANSACTION',
  'PAC_FILE_DECIDER',
  'TCP_CONNECT',
  'TCP_CONNECT_ATTEMPT',
  'UDP_CONNECT',
  'UDP_BYTES_SENT',
  'QUIC_SESSION',
]);
const PHASE_END = 2;

const headSchema = z.object({ constants: z.object({ logEventTypes: z.record(z.string(), z.number()) }) });
const eventSchema = z.object({
  type: z.number(),
  phase: z.number(),
  params: z.record(z.string(), z.unknown()).optional(),
});

/**
 * The contacts in a log of Chromium's, in order, as `EVENT host`. The log may end anywhere.
 * @throws Error where it is no such log
 */
export async function readNetLog(file: string): Promise<string[]> {
  const [head = '', ...lines] = (await readFile(file, 'utf8')).split('\n');
  const { logEventTypes } = headSchema.parse(JSON.parse(`${head.replace(/,$/, '')}}`)).constants;
  const names = new Map(Object.entries(logEventTypes).map(([name, number]) => [number, name]));
  return lines.flatMap((line) => {
    const event = parseEvent(line);
    const name = event ? (names.get(event.type) ?? '') : '';
    if (!event || event.phase === PHASE_END || !CONTACTS.has(name)) return [];
    const { host, hostname, address, url } = event.params ?? {};
    return [`${name} ${String(host ?? hostname ?? address ?? url ?? '')}`.trim()];
  });
}

function parseEvent(line: string): z.infer<typeof eventSchema> | null {
  try {
    return eventSchema.parse(JSON.parse(line.replace(/[\],]*$/, '')));
  } catch {
    return null;
  }
}
