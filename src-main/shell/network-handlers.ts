import type { NetworkController } from '../app/network-controller.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import { texts } from '../texts/index.ts';
import type { Dialogs } from './dialogs.ts';

/** The operations that add networks of others; the page never names a path or an address. */
export function createNetworkHandlers(
  networks: NetworkController,
  dialogs: Dialogs,
): Pick<Handlers, Extract<OperationName, `networks.${string}`>> {
  return {
    'networks.state': ({ network }) => networks.look(network),
    'networks.download': async ({ network }) => {
      await networks.download(network);
      return null;
    },
    'networks.cancel': () => {
      networks.cancel();
      return null;
    },
    'networks.discard': async ({ network }) => {
      await networks.discard(network);
      return null;
    },
    'networks.addFile': async () => {
      const { title, fileTypes } = texts.dialogs.addNetwork;
      const path = await dialogs.chooseFile({
        title,
        filters: [
          { name: fileTypes.weights, extensions: ['pt', 'pth'] },
          { name: fileTypes.all, extensions: ['*'] },
        ],
      });
      return path === null ? null : networks.addFile(path);
    },
  };
}
