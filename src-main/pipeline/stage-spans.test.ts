import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it } from 'vitest';
import { beginSpan, inSpan, STAGE_CHANNEL } from './stage-spans.ts';

it('tells stages with their times to whoever subscribes, failed ones too', async () => {
  const told: unknown[] = [];
  const listen = (span: unknown) => void told.push(span);
  beginSpan('metadata', 'nobody listens')();
  subscribe(STAGE_CHANNEL, listen);
  expect(await inSpan('decode', 'a', () => Promise.resolve(7))).toBe(7);
  await expect(inSpan('network', 'b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  unsubscribe(STAGE_CHANNEL, listen);
  const times = { start: expect.any(Number) as number, end: expect.any(Number) as number };
  expect(told).toEqual([
    { stage: 'decode', subject: 'a', ...times },
    { stage: 'network', subject: 'b', ...times },
  ]);
});
