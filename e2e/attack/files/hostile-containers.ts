import { asciiBytes, bigEndian32, joinBytes, littleEndian32 } from '../../../src-main/formats/bytes.ts';
import { buildPage } from '../../../src-main/formats/ogg-pages.ts';
import { chunk, form, SAMPLES, WAV_FORMAT } from '../../../src-main/testing/chunk-file.ts';
import { mp3Sound } from '../../../src-main/testing/id3-file.ts';
import { box, meta } from '../../../src-main/testing/mp4-file.ts';
import type { HostileFile } from './hostile-file.ts';
import { repeated, times } from './hostile-file.ts';

const MILLION = 1_000_000;
const FILE_TYPE = box('ftyp', asciiBytes('M4A '), new Uint8Array(4));
const SPARSE_BYTES = 20 * 2 ** 30;
const STREAM_INFO = joinBytes([asciiBytes('fLaC'), Uint8Array.of(0, 0, 0, 34), new Uint8Array(34).fill(1)]);

/** Boxes in boxes; the sizes are told from the outside in. */
function nested(type: string, depth: number): Uint8Array {
  return joinBytes(times(depth, (level) => joinBytes([bigEndian32(8 * (depth - level)), asciiBytes(type)])));
}

function itemsOfTags(): Uint8Array {
  const item = box('©nam', box('data', bigEndian32(1), bigEndian32(0), asciiBytes('x')));
  return box('moov', box('udta', meta(box('ilst', repeated(item, 300_000)))));
}

/** Pages of one byte. @param serialOf of which stream a page is */
function tinyPages(count: number, serialOf: (page: number) => number): Uint8Array {
  const first = joinBytes([
    asciiBytes('\x01vorbis'),
    littleEndian32(0),
    Uint8Array.of(2),
    littleEndian32(44_100),
    new Uint8Array(14),
  ]);
  const page = (index: number): Uint8Array =>
    buildPage({
      continued: false,
      begins: index === 0 || serialOf(index) !== 0,
      ends: false,
      granule: new Uint8Array(8),
      serial: serialOf(index),
      sequence: index,
      lacing: Uint8Array.of(index === 0 ? first.length : 1),
      body: index === 0 ? first : Uint8Array.of(3),
    });
  return joinBytes(times(count, page));
}

/** A file that says that it is a Matroska file, and a million elements that fill room. */
function matroska(): Uint8Array {
  const header = Buffer.from('1a45dfa38842828877656270', 'hex');
  const segment = Buffer.from('1853806701ffffffffffffff', 'hex');
  return joinBytes([header, segment, repeated(Uint8Array.of(0xec, 0x80), MILLION)]);
}

function endlessWave(): Uint8Array {
  return joinBytes([
    asciiBytes('RIFF'),
    littleEndian32(0xffff_ffff),
    asciiBytes('WAVE'),
    WAV_FORMAT,
    asciiBytes('data'),
    littleEndian32(0xffff_ffff),
  ]);
}

/** Containers of many, deep or huge parts. */
export const HOSTILE_CONTAINERS: readonly HostileFile[] = [
  {
    name: '500,000 empty chunks.aiff',
    bytes: () => form('AIFF', [repeated(chunk('FVER', ''), 500_000), chunk('SSND', SAMPLES, { big: true })]),
  },
  {
    name: '500,000 empty chunks.wav',
    bytes: () => form('WAVE', [WAV_FORMAT, repeated(chunk('junk', ''), 500_000), chunk('data', SAMPLES)]),
  },
  {
    name: '90,000 empty chunks.wav',
    bytes: () => form('WAVE', [WAV_FORMAT, repeated(chunk('junk', ''), 90_000), chunk('data', SAMPLES)]),
  },
  {
    name: 'million empty entries of INFO.wav',
    bytes: () =>
      form('WAVE', [
        WAV_FORMAT,
        chunk('LIST', joinBytes([asciiBytes('INFO'), repeated(chunk('IART', ''), MILLION)])),
        chunk('data', SAMPLES),
      ]),
  },
  { name: 'million free boxes.m4a', bytes: () => joinBytes([FILE_TYPE, repeated(box('free'), MILLION)]) },
  { name: '90,000 free boxes.m4a', bytes: () => joinBytes([FILE_TYPE, repeated(box('free'), 90_000)]) },
  { name: '300,000 titles.m4a', bytes: () => joinBytes([FILE_TYPE, itemsOfTags()]) },
  { name: '100,000 nested boxes.m4a', bytes: () => joinBytes([FILE_TYPE, nested('moov', 100_000)]) },
  { name: '100,000 nested tracks.m4a', bytes: () => joinBytes([FILE_TYPE, box('moov', nested('trak', 100_000))]) },
  {
    name: 'table of 4 billion samples.m4a',
    bytes: () =>
      joinBytes([
        FILE_TYPE,
        box(
          'moov',
          box(
            'trak',
            box(
              'mdia',
              box('minf', box('stbl', box('stsz', bigEndian32(0), bigEndian32(0), bigEndian32(0xffff_ffff)))),
            ),
          ),
        ),
      ]),
  },
  {
    name: 'box of 8 exabytes.m4a',
    bytes: () => joinBytes([FILE_TYPE, bigEndian32(1), asciiBytes('moov'), new Uint8Array(8).fill(0x7f)]),
  },
  {
    name: 'two million empty blocks.flac',
    bytes: () => joinBytes([STREAM_INFO, repeated(Uint8Array.of(1, 0, 0, 0), 2 * MILLION)]),
  },
  {
    name: 'picture of 4 GB.flac',
    bytes: () =>
      joinBytes([
        STREAM_INFO,
        Uint8Array.of(0x86, 0, 0, 32),
        bigEndian32(3),
        bigEndian32(0xffff_ffff),
        new Uint8Array(24),
      ]),
  },
  {
    name: 'comments of 4 GB.flac',
    bytes: () => joinBytes([STREAM_INFO, Uint8Array.of(0x84, 0, 0, 8), littleEndian32(0), littleEndian32(0xffff_ffff)]),
  },
  { name: 'million tiny pages.ogg', bytes: () => tinyPages(MILLION, () => 0) },
  { name: '100,000 streams.ogg', bytes: () => tinyPages(100_000, (page) => page) },
  { name: 'million elements.mka', bytes: matroska },
  {
    name: 'million chunks.caf',
    bytes: () =>
      joinBytes([
        asciiBytes('caff'),
        Uint8Array.of(0, 1, 0, 0),
        repeated(joinBytes([asciiBytes('free'), new Uint8Array(8)]), MILLION),
      ]),
  },
  { name: 'sparse.wav', bytes: endlessWave, size: SPARSE_BYTES },
  { name: 'sparse.mp3', bytes: () => mp3Sound(400), size: SPARSE_BYTES },
  { name: 'sparse.flac', bytes: () => STREAM_INFO, size: SPARSE_BYTES },
  { name: 'sparse.m4a', bytes: () => FILE_TYPE, size: SPARSE_BYTES },
  { name: 'sparse.ogg', bytes: () => tinyPages(3, () => 0), size: SPARSE_BYTES },
  { name: 'zeros.aac', bytes: () => new Uint8Array(0), size: SPARSE_BYTES },
];
