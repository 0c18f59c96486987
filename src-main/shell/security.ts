import type { WebContents, WebPreferences } from 'electron';
import { app } from 'electron';
import { lockSession } from './session-lock.ts';

/** The page's own origin. */
export const APP_SCHEME = 'app';
/** See {@link APP_SCHEME}. */
export const APP_ORIGIN = 'app://genrescope';

/** No server can listen at port 0. */
const NOWHERE = '127.0.0.1:0';

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

/**
 * Closes every session and every page there will ever be. Must run before the app is ready.
 * @param hasDevServer whether the page comes from a server of this machine, which must stay in reach
 */
export function setupSecurity(hasDevServer: boolean): void {
  // The page's requests go to a proxy that is nowhere; the session of downloads takes the system's when it is made. So
  // Chromium does not look for a proxy's configuration ("wpad") at the app's start either, as it would on Windows.
  app.commandLine.appendSwitch('proxy-server', NOWHERE);
  if (!hasDevServer) app.commandLine.appendSwitch('proxy-bypass-list', '<-loopback>');
  // A page's policy does not cover hints: <link rel="dns-prefetch"> would look any name up.
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
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
