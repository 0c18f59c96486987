import { join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePlaylist } from './parse-playlist.ts';

const FOLDER = resolve(sep, 'music');
const parse = (name: string, text: string | Uint8Array, most = 100) =>
  parsePlaylist(join(FOLDER, name), typeof text === 'string' ? Buffer.from(text) : text, most);
const paths = (...names: string[]) => names.map((name) => join(FOLDER, name));

it('reads extended M3U with any line ends, and no addresses', () => {
  const text = '\ufeff#EXTM3U\r\n#EXTINF:1,A - B\r\nJazz/é.mp3\r\n\r\nhttp://radio/x\r\n../up.mp3\n b.mp3';
  expect(parse('a.m3u8', text)).toEqual([...paths('Jazz/é.mp3'), join(FOLDER, '..', 'up.mp3'), ...paths(' b.mp3')]);
  expect(parse('a.m3u', Buffer.from('Jazz\\\xe9.mp3', 'latin1'))).toEqual(
    sep === '/' ? paths('Jazz/é.mp3') : paths('Jazz\\é.mp3'),
  );
  expect(parse('a.m3u', pathToFileURL(join(FOLDER, 'ö x.mp3')).href)).toEqual(paths('ö x.mp3'));
});

it('reads PLS', () => {
  const text = '[playlist]\nNumberOfEntries=2\nFile1=a.mp3\nTitle1=x\nfile2 = b.mp3\nLength2=3\n';
  expect(parse('a.pls', text)).toEqual(paths('a.mp3', 'b.mp3'));
});

it('reads no more than it may, whatever stands there', () => {
  expect(parse('a.m3u', 'x\n'.repeat(50), 10)).toHaveLength(10);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('a.m3u', 'a.pls'), (bytes, name) => {
      expect(parse(name, bytes).length).toBeLessThanOrEqual(100);
    }),
  );
});
