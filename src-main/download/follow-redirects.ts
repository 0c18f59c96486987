import { AppError } from '../contract/app-error.ts';
import type { HttpGet, HttpResponse } from './http-get.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/**
 * Whether a file may be fetched from an address: by HTTPS, or from the origin of a test.
 * @param testOrigin a loopback origin; null outside tests
 */
function isAllowed(address: URL, testOrigin: string | null): boolean {
  return address.protocol === 'https:' || address.origin === testOrigin;
}

/** @throws AppError download-refused */
function requireAllowed(text: string, base: URL | undefined, testOrigin: string | null): URL {
  const address = URL.canParse(text, base?.href) ? new URL(text, base) : null;
  if (address && isAllowed(address, testOrigin)) return address;
  throw new AppError('download-refused', `${address?.origin ?? text} is no address by HTTPS.`);
}

/**
 * GET request that follows up to five redirects.
 * @param testOrigin a loopback origin that may be asked without HTTPS; null outside tests
 * @throws AppError download-refused for an address without HTTPS or a sixth redirect; and as the request does
 */
export async function getFollowing(
  get: HttpGet,
  start: string,
  headers: Readonly<Record<string, string>>,
  { signal, testOrigin }: { readonly signal: AbortSignal; readonly testOrigin: string | null },
): Promise<HttpResponse> {
  let address = requireAllowed(start, undefined, testOrigin);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await get(address, headers, signal);
    const location = REDIRECTS.has(response.status) ? response.header('location') : null;
    if (location === null) return response;
    response.close();
    address = requireAllowed(location, address, testOrigin);
  }
  throw new AppError('download-refused', `The server redirected more than ${MOST_REDIRECTS} times.`);
}
