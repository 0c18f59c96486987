import { crc32c, maskCrc } from '../weights/crc32c.ts';
import type { TableEntry } from '../weights/leveldb-table.ts';

/** How a table is written; all but the entries has a default. */
export interface TableOptions {
  readonly entriesPerBlock?: number;
  /** The byte that says how blocks are compressed. */
  readonly compression?: number;
  /** Changes a block's contents before its checksum is made. @param index counts blocks: data, metaindex, index */
  readonly change?: (contents: Uint8Array, index: number) => Uint8Array;
}

const ENTRIES_PER_RESTART = 3;
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const HANDLES_BYTES = 40;

/** A sorted table of LevelDB with right checksums. */
export function writeTable(
  entries: readonly TableEntry[],
  { entriesPerBlock = 4, compression = 0, change = (contents) => contents }: TableOptions = {},
): Uint8Array {
  const parts: Uint8Array[] = [];
  let [offset, blocks] = [0, 0];
  const append = (written: readonly TableEntry[]): Uint8Array => {
    const contents = change(tableBlock(written), blocks++);
    const kind = Uint8Array.of(compression);
    parts.push(contents, kind, uint32(maskCrc(crc32c(kind, crc32c(contents)))));
    const handle = Uint8Array.of(...varint(offset), ...varint(contents.length));
    offset += contents.length + 5;
    return handle;
  };
  const index: TableEntry[] = [];
  for (let first = 0; first < entries.length; first += entriesPerBlock) {
    const inBlock = entries.slice(first, first + entriesPerBlock);
    index.push({ key: inBlock.at(-1)?.key ?? new Uint8Array(0), value: append(inBlock) });
  }
  const handles = Buffer.concat([append([]), append(index)]);
  return Buffer.concat([...parts, handles, Buffer.alloc(HANDLES_BYTES - handles.length), Uint8Array.from(MAGIC)]);
}

/** The contents of a block. */
export function tableBlock(entries: readonly TableEntry[]): Uint8Array {
  const bytes: number[] = [];
  const restarts: number[] = [];
  entries.forEach(({ key, value }, index) => {
    const isRestart = index % ENTRIES_PER_RESTART === 0;
    if (isRestart) restarts.push(bytes.length);
    const shared = isRestart ? 0 : sharedLength(entries[index - 1]?.key, key);
    bytes.push(...varint(shared), ...varint(key.length - shared), ...varint(value.length));
    bytes.push(...key.subarray(shared), ...value);
  });
  const places = restarts.length > 0 ? restarts : [0];
  return Buffer.concat([Uint8Array.from(bytes), ...places.map(uint32), uint32(places.length)]);
}

function sharedLength(before: Uint8Array | undefined, key: Uint8Array): number {
  const different = key.findIndex((byte, index) => byte !== before?.[index]);
  return different < 0 ? key.length : different;
}

/** A number in seven bits a byte, lowest first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
