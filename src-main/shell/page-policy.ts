/** Nothing is loaded from anywhere but the app itself, and nothing is connected to. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'media-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  // Chromium 130 does not know it yet, and ignores it.
  webrtc: "'block'",
};

/**
 * The content security policy of the page.
 * @param changes directives that replace or join the strict ones
 */
export function contentSecurityPolicy(changes: Readonly<Record<string, string>> = {}): string {
  return Object.entries({ ...DIRECTIVES, ...changes })
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

/**
 * The policy of one response of the built page.
 * @param nonce random; the one waveform library that writes a `<style>` element marks it so
 */
export function pagePolicy(nonce: string): string {
  return contentSecurityPolicy({ 'style-src': `'self' 'nonce-${nonce}'` });
}

/** What every response of the app's own protocol carries, unless it states another. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy(),
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Adds the app's headers to a response that states none of its own. @returns the same response */
export function withPolicy(response: Response): Response {
  for (const [name, value] of Object.entries(HEADERS))
    if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
}
