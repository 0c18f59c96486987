/** The variables that command lines name proxies with; curl and others read the same. */
type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * The proxy for an address, by HTTPS_PROXY or HTTP_PROXY and NO_PROXY, also in lower case, which has precedence.
 * @returns null where the address is reached directly
 */
export function proxyFor(address: URL, environment: ProxyEnvironment): URL | null {
  const variable = (name: string) => environment[name.toLowerCase()] || environment[name] || '';
  const proxy = variable(address.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '' || isExempt(address, variable('NO_PROXY'))) return null;
  const text = /^[a-z][a-z0-9]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  return URL.canParse(text) ? new URL(text) : null;
}

/** @param list names of hosts with commas between; each also means the hosts below it, `*` all of them */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const ownPort = port || DEFAULT_PORTS[protocol];
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, host = '', itsPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      const name = host.replace(/^\*?\./, '');
      const isHost = entry === '*' || hostname === name || hostname.endsWith(`.${name}`);
      return isHost && (itsPort === undefined || itsPort === ownPort);
    });
}
