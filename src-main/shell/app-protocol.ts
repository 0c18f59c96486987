import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import type { TrackId } from '../contract/track.ts';
import { coverTrack } from './cover-protocol.ts';
import { mediaTrack } from './media-protocol.ts';
import { pagePolicy, withPolicy } from './page-policy.ts';
import { APP_SCHEME, isOwnPage } from './security.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Where index.html has the nonce of styles. */
const NONCE_PLACE = '%STYLE_NONCE%';
const NONCE_BYTES = 16;

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves what a handler has of the page, the sound and the covers of tracks by their ids, takes covers in small, and nothing else. */
export function setupAppProtocol(
  servePage: (address: URL) => Promise<Response>,
  serveMedia: (id: TrackId, request: Request) => Promise<Response>,
  serveCover: (id: TrackId, request: Request) => Promise<Response>,
): void {
  protocol.handle(APP_SCHEME, async (request) => {
    if (!isOwnPage(request.url)) return withPolicy(notFound());
    const address = new URL(request.url);
    const [sound, cover] = [mediaTrack(address.pathname), coverTrack(address.pathname)];
    const isKnown = request.method === 'GET' || (request.method === 'PUT' && cover !== null);
    if (!isKnown) return withPolicy(notFound());
    if (sound !== null) return withPolicy(await serveMedia(sound, request));
    return withPolicy(await (cover === null ? servePage(address) : serveCover(cover, request)));
  });
}

/** Serves the built page from a folder. */
export function createBuiltPageHandler(folder: string): (address: URL) => Promise<Response> {
  return async ({ pathname }) => {
    const path = pathInside(folder, pathname);
    const type = path ? CONTENT_TYPES[extname(path)] : undefined;
    const body = path && type ? await readFile(path).catch(() => null) : null;
    if (!body || !type) return notFound();
    const headers = { 'content-type': type };
    return type === CONTENT_TYPES['.html']
      ? markedPage(body.toString(), headers)
      : new Response(new Uint8Array(body), { headers });
  };
}

/** A page whose policy names a nonce that was made for this response alone. */
function markedPage(html: string, headers: Readonly<Record<string, string>>): Response {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const policy = { 'content-security-policy': pagePolicy(nonce) };
  return new Response(html.replace(NONCE_PLACE, nonce), { headers: { ...headers, ...policy } });
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } });
}

/** The file that an address means; null if it would lie outside. */
export function pathInside(folder: string, pathname: string): string | null {
  try {
    const decoded = decodeURIComponent(pathname);
    const path = normalize(join(folder, decoded === '/' ? 'index.html' : decoded));
    return path.startsWith(normalize(folder) + sep) && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}
