import { describe, expect, test } from 'vitest';
import { FUSE, setFuses } from './fuse-wire.mjs';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

function program(fuses: string, version = 1): Buffer {
  return Buffer.concat([
    Buffer.from(`code…${SENTINEL}`),
    Buffer.from([version, fuses.length]),
    Buffer.from(`${fuses}more code`, 'latin1'),
  ]);
}

describe('setFuses', () => {
  test('sets the named fuses and touches nothing else', () => {
    const bytes = program('1000001r');
    setFuses(bytes, [
      { fuse: FUSE.loadOwnBrowserSnapshot, isOn: false },
      { fuse: FUSE.enableInspectArguments, isOn: true },
    ]);
    expect(bytes).toEqual(program('1001000r'));
  });

  test('refuses a fuse that the program does not have or has removed', () => {
    expect(() => setFuses(program('101'), [{ fuse: 6, isOn: true }])).toThrow('no fuse 6');
    expect(() => setFuses(program('1r1'), [{ fuse: 1, isOn: true }])).toThrow('no fuse 1');
  });

  test('refuses a program without a fuse wire, with two, or with one of another version', () => {
    expect(() => setFuses(Buffer.from('code'), [])).toThrow('one fuse wire');
    expect(() => setFuses(Buffer.concat([program('1'), program('1')]), [])).toThrow('one fuse wire');
    expect(() => setFuses(program('1', 2), [])).toThrow('version 2');
  });
});
