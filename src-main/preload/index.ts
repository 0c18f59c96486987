import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron';
import type { EventName, GenrescopeBridge, OperationName } from '../contract/operations/index.ts';

/** Written here by the build, from the table of operations. */
declare const OPERATION_NAMES: readonly string[];
/** See {@link OPERATION_NAMES}. */
declare const EVENT_NAMES: readonly string[];

/** Only listed channels exist; Electron's event objects never reach the page. */
const bridge: GenrescopeBridge = {
  invoke(name: OperationName, request: unknown) {
    if (!OPERATION_NAMES.includes(name)) return Promise.resolve(refused());
    return ipcRenderer.invoke(name, request);
  },
  subscribe(name: EventName, listener: (payload: never) => void) {
    if (!EVENT_NAMES.includes(name)) return () => undefined;
    const forward = (_event: unknown, payload: unknown) => listener(payload as never);
    ipcRenderer.on(name, forward);
    return () => void ipcRenderer.off(name, forward);
  },
  openDropped(files) {
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    return ipcRenderer.invoke('library.openDropped', { paths });
  },
};

function refused() {
  return { ok: false as const, error: { code: 'request-invalid' as const, message: 'There is no such operation.' } };
}

contextBridge.exposeInMainWorld('genrescope', bridge);

// The main process cannot refuse the lookup of a relay's name, and not every Chromium knows the policy's word for it.
void webFrame.executeJavaScript('delete globalThis.RTCPeerConnection; delete globalThis.webkitRTCPeerConnection;');
