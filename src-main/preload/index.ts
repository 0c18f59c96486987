import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron';
import { DROP_CHANNEL } from '../contract/drop.ts';
import { sizeOf } from './request-size.ts';
import type { EventName, GenrescopeBridge, OperationName } from '../contract/operations/index.ts';

/** Written here by the build, from the table of operations. */
declare const OPERATION_NAMES: readonly string[];
/** See {@link OPERATION_NAMES}. */
declare const EVENT_NAMES: readonly string[];
/** What the preload uses of the page's window; the main process's code is compiled without a page's types. */
declare const window: {
  addEventListener(type: 'drop', listener: (event: Drop) => void, options: { readonly capture: true }): void;
};

interface Drop {
  readonly isTrusted: boolean;
  readonly dataTransfer: { readonly files: Iterable<File> } | null;
}

/** In bytes: the main process stands still while it takes a request, and has to hold all that are under way. */
const LARGEST_REQUEST = 32_000_000;
const LARGEST_EXPORT = 410_000_000;
const MOST_UNDER_WAY = 500_000_000;
let bytesUnderWay = 0;

/** Only listed channels exist; Electron's event objects never reach the page. */
const bridge: GenrescopeBridge = {
  invoke(name: OperationName, request: unknown) {
    if (!OPERATION_NAMES.includes(name)) return Promise.resolve(refused('There is no such operation.'));
    const most = name.startsWith('export.') ? LARGEST_EXPORT : LARGEST_REQUEST;
    const bytes = sizeOf(request, most);
    if (bytes > most) return Promise.resolve(refused('The request is too large.'));
    if (bytesUnderWay + bytes > MOST_UNDER_WAY) return Promise.resolve(refused('Too much is asked at once.'));
    bytesUnderWay += bytes;
    return ipcRenderer.invoke(name, request).finally(() => (bytesUnderWay -= bytes));
  },
  subscribe(name: EventName, listener: (payload: never) => void) {
    if (!EVENT_NAMES.includes(name)) return () => undefined;
    const forward = (_event: unknown, payload: unknown) => listener(payload as never);
    ipcRenderer.on(name, forward);
    return () => void ipcRenderer.off(name, forward);
  },
};

function refused(message: string) {
  return { ok: false as const, error: { code: 'request-invalid' as const, message } };
}

/** Scripts of the page can make up a drop, but no trusted one, and files, but none with a path. */
function tellDropped(event: Drop): void {
  if (!event.isTrusted) return;
  const paths = [...(event.dataTransfer?.files ?? [])].map((file) => webUtils.getPathForFile(file));
  const path = paths.find((each) => each !== '');
  if (path !== undefined) ipcRenderer.send(DROP_CHANNEL, path);
}

// Before any listener of the page's, which asks to open it.
window.addEventListener('drop', tellDropped, { capture: true });
contextBridge.exposeInMainWorld('genrescope', bridge);

// The main process cannot refuse the lookup of a relay's name, and not every Chromium knows the policy's word for it.
void webFrame.executeJavaScript('delete globalThis.RTCPeerConnection; delete globalThis.webkitRTCPeerConnection;');
