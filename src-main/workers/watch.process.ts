import type { AsyncSubscription, Event } from '@parcel/watcher';
import { subscribe } from '@parcel/watcher';
import { parentProcessPort } from '../channel/parent-port.ts';
import type { RequestOf } from '../channel/protocol.ts';
import type { HandlerContext } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { isRemote } from '../files/network-drive.ts';
import { mayBeMusic } from '../pipeline/scan/may-be-music.ts';
import type { WatchProtocol } from './watch-protocol.ts';
import { watchProtocol } from './watch-protocol.ts';

const watched: AsyncSubscription[] = [];

/** The watcher follows no links; what they lead to is found by the next scan. */
async function watch({ folders }: RequestOf<WatchProtocol, 'watch'>, { emit }: HandlerContext<WatchProtocol>) {
  for (const subscription of watched.splice(0)) await subscription.unsubscribe();
  let isWatched = true;
  for (const folder of folders) {
    if (await isRemote(folder).catch(() => true)) isWatched = false;
    else watched.push(await subscribe(folder, (error, changes) => tell(error, changes, emit)));
  }
  return { isWatched };
}

function tell(error: Error | null, changes: readonly Event[], emit: HandlerContext<WatchProtocol>['emit']): void {
  if (error) emit('lost', null);
  else if (changes.some(mayBeMusic)) emit('changed', null);
}

serve(parentProcessPort(), watchProtocol, { watch });
