import type { AsyncSubscription } from '@parcel/watcher';
import { subscribe } from '@parcel/watcher';
import { parentProcessPort } from '../channel/parent-port.ts';
import type { RequestOf } from '../channel/protocol.ts';
import type { HandlerContext } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { isRemote } from '../files/network-drive.ts';
import { mayBeMusic } from '../pipeline/scan/may-be-music.ts';
import type { WatchProtocol } from './watch-protocol.ts';
import { watchProtocol } from './watch-protocol.ts';

let watched: AsyncSubscription | null = null;

/** The watcher follows no links; what they lead to is found by the next scan. */
async function watch({ root }: RequestOf<WatchProtocol, 'watch'>, { emit }: HandlerContext<WatchProtocol>) {
  await watched?.unsubscribe();
  watched = null;
  if (await isRemote(root)) return { isWatched: false };
  watched = await subscribe(root, (error, changes) => {
    if (error) emit('lost', null);
    else if (changes.some(mayBeMusic)) emit('changed', null);
  });
  return { isWatched: true };
}

serve(parentProcessPort(), watchProtocol, { watch });
