import { describe, expect, it } from 'vitest';
import { ALL_ENCODINGS } from '../../src-main/testing/encode-audio.ts';
import { originalOf } from '../attack/samples.ts';
import { payloadHash } from './index.ts';

const OTHER_TITLE = Buffer.from('Xítulo', 'utf8');

describe('the audio bytes of a file', () => {
  it.each(ALL_ENCODINGS)('of %s are others where a sample is, and the same where only a title is', async (encoding) => {
    const file = await originalOf(encoding, 0.5);
    const damaged = Buffer.from(file);
    const middle = Math.floor(file.length * 0.7);
    damaged[middle] = (damaged[middle] ?? 0) ^ 1;
    expect(payloadHash(damaged)).not.toBe(payloadHash(file));

    const renamed = Buffer.from(file);
    const places = [Buffer.from('Título', 'utf8'), Buffer.from('Título', 'utf16le'), Buffer.from('Artist', 'latin1')]
      .map((text) => renamed.indexOf(text))
      .filter((at) => at >= 0);
    for (const at of places) OTHER_TITLE.copy(renamed, at, 0, 1);
    expect(payloadHash(renamed)).toBe(payloadHash(file));
  });
});
