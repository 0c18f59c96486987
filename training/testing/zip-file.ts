import { crc32 } from 'node:zlib';

/** What is written otherwise than it should be, or optionally. */
export interface ZipFlaws {
  readonly method?: number;
  readonly flags?: number;
  readonly comment?: string;
  /** Adds the records of 64 bits that PyTorch writes. */
  readonly with64?: boolean;
  readonly checksum?: (name: string, right: number) => number;
  readonly count?: number;
}

interface Written {
  readonly name: Buffer;
  readonly bytes: Uint8Array;
  readonly checksum: number;
  readonly offset: number;
}

/** A ZIP archive of stored entries. */
export function writeZip(entries: Iterable<readonly [string, Uint8Array]>, flaws: ZipFlaws = {}): Uint8Array {
  const { checksum = (_name: string, right: number) => right } = flaws;
  const parts: Buffer[] = [];
  const written: Written[] = [];
  let offset = 0;
  for (const [name, bytes] of entries) {
    const entry = { name: Buffer.from(name), bytes, checksum: checksum(name, crc32(bytes)), offset };
    const local = localEntry(entry, flaws);
    written.push(entry);
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(written.map((entry) => directoryEntry(entry, flaws)));
  const place = { count: flaws.count ?? written.length, size: directory.length, offset };
  return Buffer.concat([...parts, directory, ...(flaws.with64 ? [end64(place)] : []), end(place, flaws.comment ?? '')]);
}

function localEntry({ name, bytes }: Written, { method = 0, flags = 0 }: ZipFlaws): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(name.length, 26);
  // Sizes and checksum stay zero: they stand in the directory, and PyTorch pads here to a multiple of 64 bytes.
  const extra = Buffer.alloc((64 - ((header.length + name.length) % 64)) % 64, 'Z');
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra, bytes]);
}

function directoryEntry({ name, bytes, checksum, offset }: Written, { method = 0, flags = 0 }: ZipFlaws): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(checksum, 16);
  header.writeUInt32LE(bytes.length, 20);
  header.writeUInt32LE(bytes.length, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

interface Place {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

function end({ count, size, offset }: Place, comment: string): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  record.writeUInt16LE(comment.length, 20);
  return Buffer.concat([record, Buffer.from(comment)]);
}

function end64({ count, size, offset }: Place): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50);
  [44, count, count, size, offset].forEach((value, index) =>
    record.writeBigUInt64LE(BigInt(value), [4, 24, 32, 40, 48][index]),
  );
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + size), 64);
  record.writeUInt32LE(1, 72);
  return record;
}
