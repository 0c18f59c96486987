import { app } from 'electron';
import type { UpdateSource } from '../../app/update-source.ts';
import type { UpdateFeed } from './feed.ts';
import { feedPath, readFeed } from './feed.ts';
import type { Installation } from './installation.ts';
import { installationOf, WAYS } from './installation.ts';

/**
 * What updates the app. electron-updater is loaded when it is first used; nothing is asked of the server here.
 * @returns null where this copy of the app knows no server
 */
export async function createUpdateSource(log: (message: string) => void): Promise<UpdateSource | null> {
  const path = feedPath(app.isPackaged, process.resourcesPath, process.env['GENRESCOPE_UPDATE_CONFIG']);
  const feed = readFeed(path, app.isPackaged);
  if (!feed) return null;
  const installation = await installationOf({
    platform: process.platform,
    program: process.execPath,
    resources: feed.folder,
    environment: process.env,
  });
  return loadedLater(feed, installation, log);
}

function loadedLater(feed: UpdateFeed, installation: Installation, log: (message: string) => void): UpdateSource {
  let loaded: UpdateSource | null = null;
  const load = async (): Promise<UpdateSource> => {
    const { ElectronSource } = await import('./electron-source.ts');
    return (loaded ??= new ElectronSource(feed, installation, log));
  };
  return {
    way: WAYS[installation.kind],
    server: feed.server,
    check: async () => (await load()).check(),
    download: async (signal, onProgress) => (await load()).download(signal, onProgress),
    leaveOut: () => loaded?.leaveOut(),
    restart: () => loaded?.restart(),
    showFile: () => loaded?.showFile(),
  };
}
