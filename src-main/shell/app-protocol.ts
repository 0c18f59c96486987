import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import type { TrackId } from '../contract/track.ts';
import { mediaTrack } from './media-protocol.ts';
import { APP_SCHEME, CONTENT_SECURITY_POLICY, isOwnPage } from './security.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves what a handler has of the page, the sound of tracks by their ids, and nothing else. */
export function setupAppProtocol(
  servePage: (address: URL) => Promise<Response>,
  serveMedia: (id: TrackId, request: Request) => Promise<Response>,
): void {
  protocol.handle(APP_SCHEME, async (request) => {
    if (!isOwnPage(request.url) || request.method !== 'GET') return notFound();
    const address = new URL(request.url);
    const track = mediaTrack(address.pathname);
    return track === null ? servePage(address) : serveMedia(track, request);
  });
}

/** Serves the built page from a folder. */
export function createBuiltPageHandler(folder: string): (address: URL) => Promise<Response> {
  return async ({ pathname }) => {
    const path = pathInside(folder, pathname);
    const type = path ? CONTENT_TYPES[extname(path)] : undefined;
    const body = path && type ? await readFile(path).catch(() => null) : null;
    if (!body || !type) return notFound();
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': type,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  };
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
