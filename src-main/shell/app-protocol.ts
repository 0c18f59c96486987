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

/** Serves the built page from `folder`, the sound of tracks by their ids, and nothing else. */
export function setupAppProtocol(
  folder: string,
  serveMedia: (id: TrackId, request: Request) => Promise<Response>,
): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const pathname = isOwnPage(request.url) && request.method === 'GET' ? new URL(request.url).pathname : null;
    const track = pathname && mediaTrack(pathname);
    if (track) return serveMedia(track, request);
    const path = pathname && pathInside(folder, pathname);
    const type = path ? CONTENT_TYPES[extname(path)] : undefined;
    const body = path && type ? await readFile(path).catch(() => null) : null;
    if (!body || !type) return new Response('Not found', { status: 404, headers: { 'content-type': 'text/plain' } });
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': type,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  });
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
