import { deflateRawSync } from 'node:zlib';

/** A file of a ZIP archive. */
export interface ZipMember {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly mode?: number;
  readonly isStored?: boolean;
}

const LOCAL_EXTRA = Buffer.from('extra field of the local header only');

/** A ZIP archive with only the fields that a reader needs; sizes and offsets are true. */
export function zipFile(members: readonly ZipMember[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', mode = 0o100644, isStored = false } of members) {
    const packed = isStored ? Buffer.from(content) : deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(LOCAL_EXTRA.length, 28);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(isStored ? 0 : 8, 10);
    header.writeUInt32LE(packed.length, 20);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt32LE((mode << 16) >>> 0, 38);
    header.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), LOCAL_EXTRA, packed);
    central.push(header, Buffer.from(name));
    offset += local.length + name.length + LOCAL_EXTRA.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}
