import { net } from 'electron';
import { contentSecurityPolicy } from './page-policy.ts';

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The server that the page comes from while the app is developed; null wherever the built page is shown.
 * @param isPackaged a packaged app never asks a server, whatever its environment says
 * @param address of the environment (`ELECTRON_RENDERER_URL`, set by electron-vite); only this machine's own is taken
 */
export function devServer(isPackaged: boolean, address: string | undefined): URL | null {
  if (isPackaged || address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname) ? url : null;
}

/** The page's policy, and in addition what the server's script needs: a socket, style elements, and a worker that waits for a restart. */
export function devContentSecurityPolicy(server: URL): string {
  return contentSecurityPolicy({
    'connect-src': `'self' ws://${server.host}`,
    'style-src': "'self' 'unsafe-inline'",
    'worker-src': 'blob:',
  });
}

/**
 * Serves the page's files as a development server has them. The page keeps its own origin, so that everything that
 * is checked by it is checked as ever.
 */
export function createDevPageHandler(server: URL): (address: URL) => Promise<Response> {
  const policy = devContentSecurityPolicy(server);
  return async ({ pathname, search }) => {
    const response = await net.fetch(server.origin + pathname + search);
    const headers = new Headers(response.headers);
    headers.set('content-security-policy', policy);
    return new Response(response.body, { status: response.status, headers });
  };
}
