import type { Random } from '../../training/random/random.ts';

type Mutation = (bytes: Buffer, random: Random, foreign: Buffer) => Buffer;

/** Where most structure lies: at the start and at the end. */
const EDGE_BYTES = 2_048;
const LONGEST_BLOCK = 600;

function place(bytes: Buffer, random: Random): number {
  const edge = Math.min(EDGE_BYTES, bytes.length);
  const where = random.uniform();
  if (where < 0.65) return random.index(Math.max(1, edge));
  if (where < 0.8) return bytes.length - 1 - random.index(Math.max(1, edge));
  return random.index(Math.max(1, bytes.length));
}

function splice(bytes: Buffer, at: number, removed: number, added: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

function garbage(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.index(256)));
}

function flipBits(bytes: Buffer, random: Random): Buffer {
  const changed = Buffer.from(bytes);
  for (let count = 1 + random.index(8); count > 0; count--) {
    const at = place(changed, random);
    changed[at] = (changed[at] ?? 0) ^ (1 << random.index(8));
  }
  return changed;
}

function setBytes(bytes: Buffer, random: Random): Buffer {
  const changed = Buffer.from(bytes);
  const value = [0, 255, 127, 128, random.index(256)][random.index(5)] ?? 0;
  const at = place(changed, random);
  return changed.fill(value, at, Math.min(changed.length, at + 1 + random.index(16)));
}

/** A number of four or eight bytes, such as sizes and counts are, becomes another one. */
function changeSize(bytes: Buffer, random: Random): Buffer {
  if (bytes.length < 16) return bytes;
  const changed = Buffer.from(bytes);
  const at = Math.min(place(changed, random), changed.length - 8);
  const old = changed.readUInt32BE(at);
  const values = [
    0,
    1,
    7,
    8,
    0x7f,
    0x7fffffff,
    0xffffffff,
    bytes.length,
    bytes.length - at,
    old + 1,
    old - 1,
    old * 2,
    random.index(2 ** 31),
  ];
  const value = (values[random.index(values.length)] ?? 0) >>> 0;
  if (random.uniform() < 0.1) changed.writeBigUInt64BE(0xffff_ffff_ffff_fff0n, at);
  else if (random.uniform() < 0.5) changed.writeUInt32BE(value, at);
  else changed.writeUInt32LE(value, at);
  return changed;
}

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'bits flipped': flipBits,
  'bytes set': setBytes,
  'size changed': changeSize,
  'block removed': (bytes, random) =>
    splice(bytes, place(bytes, random), 1 + random.index(LONGEST_BLOCK), Buffer.alloc(0)),
  'block doubled': (bytes, random) => {
    const at = place(bytes, random);
    return splice(bytes, at, 0, bytes.subarray(at, at + 1 + random.index(LONGEST_BLOCK)));
  },
  'block inserted': (bytes, random) =>
    splice(bytes, place(bytes, random), 0, garbage(random, 1 + random.index(LONGEST_BLOCK))),
  truncated: (bytes, random) =>
    bytes.subarray(
      0,
      random.uniform() < 0.5 ? random.index(bytes.length + 1) : random.index(Math.min(EDGE_BYTES, bytes.length) + 1),
    ),
  'head of another file in front': (bytes, random, foreign) =>
    Buffer.concat([foreign.subarray(0, 1 + random.index(EDGE_BYTES)), bytes]),
  'own head twice': (bytes, random) => Buffer.concat([bytes.subarray(0, 1 + random.index(EDGE_BYTES)), bytes]),
  'end of another file behind': (bytes, random, foreign) =>
    Buffer.concat([bytes, foreign.subarray(-1 - random.index(EDGE_BYTES))]),
  'own end twice': (bytes, random) => Buffer.concat([bytes, bytes.subarray(-1 - random.index(EDGE_BYTES))]),
  'garbage in front': (bytes, random) => Buffer.concat([garbage(random, 1 + random.index(LONGEST_BLOCK)), bytes]),
  'garbage behind': (bytes, random) =>
    Buffer.concat([
      bytes,
      random.uniform() < 0.3
        ? Buffer.alloc(1 + random.index(EDGE_BYTES))
        : garbage(random, 1 + random.index(LONGEST_BLOCK)),
    ]),
};
const NAMES = Object.keys(MUTATIONS);

/** A damaged file and how it was made. */
export interface Mutant {
  readonly bytes: Buffer;
  readonly made: string;
}

/** One to three changes. @param foreign a file of another kind */
export function mutate(original: Buffer, foreign: Buffer, random: Random): Mutant {
  let bytes = original;
  const made: string[] = [];
  for (let count = random.uniform() < 0.6 ? 1 : 2 + random.index(2); count > 0 && bytes.length > 0; count--) {
    const name = NAMES[random.index(NAMES.length)] ?? '';
    bytes = MUTATIONS[name]?.(bytes, random, foreign) ?? bytes;
    made.push(name);
  }
  return { bytes, made: made.join(', ') };
}
