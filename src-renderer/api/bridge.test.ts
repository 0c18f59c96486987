import { describe, expect, it } from 'vitest';
import { EVERY_TRACK } from '../../src-main/contract/library.ts';
import { BridgeError, createClient, errorDataOf } from './bridge.ts';
import { FakeBridge } from '../dev/fake/fake-bridge.ts';

describe('createClient', () => {
  it('answers with the value', async () => {
    const client = createClient(new FakeBridge({ tracks: 12 }));
    expect(await client.call('library.query', EVERY_TRACK)).toHaveLength(12);
  });

  it('rejects with the code of a failure', async () => {
    const client = createClient(new FakeBridge());
    await expect(client.call('tags.undo', { batchId: 'none', model: null, files: null })).rejects.toMatchObject({
      name: 'BridgeError',
      code: 'batch-not-found',
    });
  });

  it('ends a subscription', () => {
    const bridge = new FakeBridge();
    const heard: string[] = [];
    const stop = createClient(bridge).on('menu.command', (command) => heard.push(command));
    bridge.emit('menu.command', 'find');
    stop();
    bridge.emit('menu.command', 'find');
    expect(heard).toEqual(['find']);
  });
});

it('makes plain data of whatever was thrown', () => {
  expect(errorDataOf(new BridgeError({ code: 'busy', message: 'wait' }))).toEqual({ code: 'busy', message: 'wait' });
  expect(errorDataOf('odd')).toEqual({ code: 'unexpected', message: 'odd' });
});
