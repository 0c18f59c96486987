/** Kinds of files that FFmpeg reads and does not write; `.mpc8` is Musepack of stream version 8. */
type RareKind = '.dsf' | '.dff' | '.ape' | '.mpc' | '.mpc8';

const DSD_RATE = 2_822_400;
/** The pattern of silence in DSD. */
const SILENCE = Buffer.alloc(8 * 4096, 0x69);

/** A file of a rare kind: DSF and DFF with silence, one channel; of the others a header. */
export function rareAudioFile(kind: RareKind): Buffer {
  return MAKERS[kind]();
}

const MAKERS: Readonly<Record<RareKind, () => Buffer>> = {
  '.dsf': dsf,
  '.dff': dff,
  '.ape': monkeysAudio,
  // The version, one frame, and zeros.
  '.mpc': () => Buffer.concat([Buffer.from('MP+\x07'), little(1, 4), Buffer.alloc(200)]),
  '.mpc8': musepack8,
};

function little(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, Math.min(6, bytes));
  return buffer;
}

function big(value: number, bytes: number): Buffer {
  return little(value, bytes).reverse();
}

/** DSF File Format Specification 1.01. */
function dsf(): Buffer {
  // Version, raw DSD, mono, one channel.
  const layout = [1, 0, 1, 1, DSD_RATE, 1].map((value) => little(value, 4));
  const format = Buffer.concat([...layout, little(SILENCE.length * 8, 8), little(4096, 4), little(0, 4)]);
  const chunks = [
    Buffer.concat([Buffer.from('fmt '), little(12 + format.length, 8), format]),
    Buffer.concat([Buffer.from('data'), little(12 + SILENCE.length, 8), SILENCE]),
  ];
  const size = chunks.reduce((sum, { length }) => sum + length, 28);
  return Buffer.concat([Buffer.from('DSD '), little(28, 8), little(size, 8), little(0, 8), ...chunks]);
}

/** DSDIFF 1.5. */
function dff(): Buffer {
  const chunk = (id: string, ...content: readonly Buffer[]) => {
    const body = Buffer.concat(content);
    return Buffer.concat([Buffer.from(id), big(body.length, 8), body, Buffer.alloc(body.length % 2)]);
  };
  const properties = chunk(
    'PROP',
    Buffer.from('SND '),
    chunk('FS  ', big(DSD_RATE, 4)),
    chunk('CHNL', big(1, 2), Buffer.from('C000')),
    chunk('CMPR', Buffer.from('DSD \x0enot compressed')),
  );
  return chunk('FRM8', Buffer.from('DSD '), chunk('FVER', big(0x01_05_00_00, 4)), properties, chunk('DSD ', SILENCE));
}

/** The descriptor and header of Monkey's Audio 3.99, with one frame. */
function monkeysAudio(): Buffer {
  const sizes = [52, 24, 4, 0, 400, 0, 0].map((value) => little(value, 4));
  const descriptor = Buffer.concat([Buffer.from('MAC '), little(3990, 2), little(0, 2), ...sizes, Buffer.alloc(16)]);
  const [compression, flags, bits, channels] = [2000, 0, 16, 1].map((value) => little(value, 2)) as Buffer[];
  const counts = [73_728, 1_000, 1].map((value) => little(value, 4));
  const header = [compression, flags, ...counts, bits, channels, little(44_100, 4)] as Buffer[];
  return Buffer.concat([descriptor, ...header, little(80, 4), Buffer.alloc(400, 0xff)]);
}

/** A stream header packet: checksum, version, samples, silence, 44.1 kHz, one channel. */
function musepack8(): Buffer {
  const content = Buffer.from([1, 2, 3, 4, 8, 1, 0, 0x10, 0x00]);
  const size = Buffer.from([3 + content.length]);
  return Buffer.concat([Buffer.from('MPCKSH'), size, content, Buffer.alloc(200)]);
}
