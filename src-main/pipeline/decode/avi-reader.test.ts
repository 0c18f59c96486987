import { describe, expect, it } from 'vitest';
import { AviReader } from './avi-reader.ts';

function chunk(name: string, content: Uint8Array, size = content.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

/** A list whose size nobody filled in. */
function openList(name: string, type: string): Buffer {
  return chunk(name, Buffer.from(type), 0xff_ff_ff_ff);
}

const header = [chunk('avih', Buffer.alloc(56)), chunk('strh', Buffer.from('00wb'.repeat(14)))];
const file = Buffer.concat([
  openList('RIFF', 'AVI '),
  chunk('LIST', Buffer.concat([Buffer.from('hdrl'), ...header])),
  chunk('LIST', Buffer.concat([Buffer.from('INFO'), chunk('ISFT', Buffer.from('odd'))])),
  chunk('JUNK', Buffer.from('01wb')),
  openList('LIST', 'movi'),
  chunk('00wb', Buffer.from('first ')),
  chunk('01wb', Buffer.from('other')),
  chunk('00wb', Buffer.alloc(0)),
  chunk('00wb', Buffer.from('again')),
  chunk('07wb', Buffer.from('nobody’s')),
  chunk('01wb', Buffer.from(' end')),
]);

function read(bytes: Buffer, step: number): string[] {
  const reader = new AviReader(2);
  const streams = [Buffer.alloc(0), Buffer.alloc(0)];
  for (let at = 0; at < bytes.length; at += step)
    reader.read(bytes.subarray(at, at + step)).forEach((part, index) => {
      streams[index] = Buffer.concat([streams[index]!, part]);
    });
  return streams.map(String);
}

describe('the streams of an AVI file', () => {
  it('are taken apart however the pipe cuts them', () => {
    for (let step = 1; step <= file.length; step++) expect(read(file, step)).toEqual(['first again', 'other end']);
  });

  it('end where the file breaks off', () => {
    expect(read(file.subarray(0, file.length - 2), 7)).toEqual(['first again', 'other e']);
    expect(read(file.subarray(0, 30), 7)).toEqual(['', '']);
  });
});
