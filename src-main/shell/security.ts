import type { WebContents, WebPreferences } from 'electron';
import { app } from 'electron';
import { lockSession } from './session-lock.ts';

/** The page's own origin. */
export const APP_SCHEME = 'app';
/** See {@link APP_SCHEME}. */
export const APP_ORIGIN = 'app://genrescope';

/** The only preferences that a window is made with. */
export function securePreferences(preload: string): WebPreferences {
  return {
    preload,
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
  };
}

/** Whether an address is one of our pages. */
export function isOwnPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return `${protocol}//${host}` === APP_ORIGIN;
  } catch {
    return false;
  }
}

/** Closes every session and every page there will ever be. Must run before the app is ready. */
export function setupSecurity(): void {
  // Where a proxy's configuration is looked for ("wpad", by default on Windows), Chromium does so at the app's start.
  // The page needs no proxy; the session of downloads takes the system's when it is made.
  app.commandLine.appendSwitch('no-proxy-server');
  app.on('session-created', lockSession);
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

/** Refuses foreign pages, new windows, web views, Bluetooth devices and connections by WebRTC. */
function lockContents(contents: WebContents): void {
  const stayHome = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayHome);
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-redirect', stayHome);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
