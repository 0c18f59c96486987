import { describe, expect, it } from 'vitest';
import { BridgeError, createClient, errorDataOf } from './bridge.ts';
import { FakeBridge } from '../dev/fake/fake-bridge.ts';

const QUERY = {
  sort: { key: 'path', direction: 'ascending' },
  text: '',
  genre: null,
  label: null,
  status: null,
  minConfidence: 0,
  maxConfidence: 1,
  disagreesOnly: false,
} as const;

describe('createClient', () => {
  it('answers with the value', async () => {
    const client = createClient(new FakeBridge({ tracks: 12 }));
    expect((await client.call('library.query', QUERY)).ids).toHaveLength(12);
  });

  it('rejects with the code of a failure', async () => {
    const client = createClient(new FakeBridge());
    await expect(client.call('tags.undo', { batchId: 'none', model: null })).rejects.toMatchObject({
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
