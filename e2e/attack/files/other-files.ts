import { asciiBytes } from '../../../src-main/formats/bytes.ts';
import type { HostileFile } from './hostile-file.ts';
import { repeated } from './hostile-file.ts';

const text = (lines: readonly string[]) => (): Uint8Array => asciiBytes(`${lines.join('\n')}\n`);
const nothing = (): Uint8Array => new Uint8Array(0);

/** Files that are no music and have the names of music, and names that are hard to print. */
export const OTHER_FILES: readonly HostileFile[] = [
  { name: 'playlist.mp3', bytes: text(['#EXTM3U', '#EXTINF:1,', 'file:/etc/passwd', 'playlist.mp3']) },
  {
    name: 'stream.mp3',
    bytes: text([
      '#EXTM3U',
      '#EXT-X-TARGETDURATION:10',
      '#EXTINF:10,',
      'file:///dev/zero',
      '#EXTINF:10,',
      'stream.mp3',
    ]),
  },
  { name: 'cue.wav', bytes: text(['FILE "/dev/zero" WAVE', '  TRACK 01 AUDIO', '    INDEX 01 00:00:00']) },
  { name: 'list.flac', bytes: text(['ffconcat version 1.0', 'file /dev/zero', 'file list.flac']) },
  { name: 'document.flac', bytes: () => asciiBytes(`%PDF-1.7\n${'1 0 obj << >> endobj\n'.repeat(10_000)}%%EOF`) },
  { name: 'archive.m4a', bytes: () => Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(1 << 20, 7)]) },
  { name: 'long line.mp3', bytes: () => repeated(asciiBytes('#'), 32 << 20) },
  { name: 'empty.wav', bytes: nothing },
  { name: 'empty.mp3', bytes: nothing },
  { name: '-i --help.mp3', bytes: nothing },
  { name: 'new\nline\tand \u001b[31mcolour.mp3', bytes: nothing },
  { name: '\u202egnp.mp3', bytes: nothing },
  { name: `${'n'.repeat(251)}.mp3`, bytes: nothing },
  { name: 'pipe:1.mp3', bytes: nothing },
  { name: '%s $(id) \'quote".mp3', bytes: nothing },
  { name: Buffer.from('6e6f20757466382080ff2e6d7033', 'hex'), bytes: nothing },
];
