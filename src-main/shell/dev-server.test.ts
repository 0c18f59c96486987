import { describe, expect, it, vi } from 'vitest';
import { createDevPageHandler, devContentSecurityPolicy, devServer } from './dev-server.ts';
import { contentSecurityPolicy } from './page-policy.ts';

const fetched = vi.hoisted(() => vi.fn());
vi.mock('electron', () => ({ app: {}, net: { fetch: fetched } }));

const ADDRESS = 'http://localhost:5173';

describe('the development server', () => {
  it('is asked where electron-vite names it, and never by a packaged app', () => {
    expect(devServer(false, ADDRESS)?.host).toBe('localhost:5173');
    expect(devServer(true, ADDRESS)).toBeNull();
    expect(devServer(false, undefined)).toBeNull();
  });

  it.each([
    '',
    'nonsense',
    'http://example.org:5173',
    'http://localhost.example.org',
    'http://192.168.0.2:5173',
    'https://localhost:5173',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('is not taken from %j', (address) => expect(devServer(false, address)).toBeNull());

  it('may be connected to, and nothing else is looser than in the built app', () => {
    const policy = devContentSecurityPolicy(new URL(ADDRESS)).split('; ');
    const added = policy.filter((part) => !contentSecurityPolicy().split('; ').includes(part));
    expect(added).toEqual([
      "style-src 'self' 'unsafe-inline'",
      "connect-src 'self' ws://localhost:5173",
      'worker-src blob:',
    ]);
    expect(policy).toContain("script-src 'self'");
  });

  it('gives the page’s files with that policy', async () => {
    fetched.mockResolvedValue(new Response('ok', { headers: { 'content-type': 'text/css' } }));
    const serve = createDevPageHandler(new URL(ADDRESS));
    const response = await serve(new URL('app://genrescope/styles/app.css?t=1'));
    expect(fetched.mock.calls[0]?.[0]).toBe(`${ADDRESS}/styles/app.css?t=1`);
    expect(response.headers.get('content-type')).toBe('text/css');
    expect(response.headers.get('content-security-policy')).toContain('ws://localhost:5173');
    expect(await response.text()).toBe('ok');
  });

  it('cannot be left for another host by an odd path', async () => {
    fetched.mockClear();
    fetched.mockResolvedValue(new Response(''));
    await createDevPageHandler(new URL(ADDRESS))(new URL('app://genrescope//example.org/x'));
    expect(new URL(String(fetched.mock.calls[0]?.[0])).host).toBe('localhost:5173');
  });
});
