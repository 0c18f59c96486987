import { describe, expect, it, vi } from 'vitest';
import type { OperationName } from '../contract/operations/index.ts';
import { OPERATIONS } from '../contract/operations/index.ts';
import { pathInside } from './app-protocol.ts';
import { isOwnPage, securePreferences } from './security.ts';

vi.mock('electron', () => ({ app: {}, protocol: {} }));

describe('a window’s preferences', () => {
  it('are the strict ones, each of them', () => {
    expect(securePreferences('/p')).toEqual({
      preload: '/p',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
    });
  });
});

describe('our own pages', () => {
  it('are told by their origin, not by how an address begins', () => {
    expect(isOwnPage('app://genrescope/index.html')).toBe(true);
    for (const address of [
      'app://genrescope.evil/',
      'app://other/',
      'https://genrescope/',
      'file:///etc/passwd',
      'nonsense',
      'data:text/html,x',
    ]) {
      expect(isOwnPage(address)).toBe(false);
    }
  });

  it('are served from one folder only', () => {
    expect(pathInside('/app', '/')).toBe('/app/index.html');
    expect(pathInside('/app', '/assets/a.js')).toBe('/app/assets/a.js');
    for (const path of ['/../secret', '/%2e%2e/secret', '/..%2fsecret', '/a/../../secret', '/%00', '/%'])
      expect(pathInside('/app', path)).toBeNull();
  });
});

describe('requests', () => {
  it('are parsed strictly', () => {
    const bad: [OperationName, unknown][] = [
      ['app.state', {}],
      ['library.rows', { ids: [1, 2] }],
      ['library.rows', { ids: new Int32Array(5000) }],
      ['library.detail', { id: '1' }],
      ['library.detail', { id: 1, path: '/etc/passwd' }],
      ['library.query', { text: 'x' }],
      ['tags.undo', { batchId: '../x' }],
      ['tags.apply', { planId: 'x' }],
      ['settings.change', { theme: 'purple' }],
      ['settings.change', { recentFolders: ['/'] }],
      ['library.openRecent', { index: 1.5 }],
      ['tags.plan', { selection: { kind: 'some' }, options: {} }],
    ];
    for (const [name, request] of bad)
      expect(OPERATIONS[name].request.safeParse(request).success, `${name} ${JSON.stringify(request)}`).toBe(false);
    expect(OPERATIONS['settings.change'].request.safeParse({ theme: 'dark', maxGenres: 2 }).success).toBe(true);
    expect(OPERATIONS['library.rows'].request.safeParse({ ids: Int32Array.of(1, 2) }).success).toBe(true);
  });
});
