import { ByteCursor } from './byte-cursor.ts';
import { crc32c, maskCrc } from './crc32c.ts';
import { weightsInvalid } from './refusal.ts';

/** A key with its value. */
export interface TableEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Where a block lies, without its trailer. */
interface BlockHandle {
  readonly offset: number;
  readonly size: number;
}

const FOOTER_BYTES = 48;
/** 0xdb4775248b80fb57, lowest byte first. */
const MAGIC = Uint8Array.of(0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb);
/** A byte for the kind of compression, four for the CRC. */
const TRAILER_BYTES = 5;
const NOT_COMPRESSED = 0;
const RESTART_BYTES = 4;
const LONGEST_KEY = 1_024;
const MOST_ENTRIES = 20_000;

/**
 * The entries of a sorted table of LevelDB, in order (LevelDB, doc/table_format.md). Every block's CRC-32C is checked.
 * @throws AppError weights-invalid where the table is damaged, compressed or too large
 */
export function readTable(file: Uint8Array): TableEntry[] {
  const table = new TableReader(file);
  const { metaindex, index } = readFooter(file);
  table.readBlock(metaindex);
  const entries: TableEntry[] = [];
  for (const { value } of table.readBlock(index))
    for (const entry of table.readBlock(readHandle(new ByteCursor(value, 'the index of the table')))) {
      const before = entries.at(-1);
      if (before && Buffer.compare(before.key, entry.key) >= 0) throw weightsInvalid('the keys are not in order');
      entries.push(entry);
    }
  return entries;
}

function readFooter(file: Uint8Array): { readonly metaindex: BlockHandle; readonly index: BlockHandle } {
  const footer = file.subarray(-FOOTER_BYTES);
  if (footer.length < FOOTER_BYTES || Buffer.compare(footer.subarray(-MAGIC.length), MAGIC) !== 0)
    throw weightsInvalid('it does not end as a table of LevelDB');
  const cursor = new ByteCursor(footer, 'the footer of the table');
  const handles = { metaindex: readHandle(cursor), index: readHandle(cursor) };
  if (footer.subarray(cursor.position, -MAGIC.length).some((byte) => byte !== 0))
    throw weightsInvalid('the footer of the table is damaged');
  return handles;
}

function readHandle(cursor: ByteCursor): BlockHandle {
  return { offset: cursor.varint(), size: cursor.varint() };
}

/** Reads blocks; their bytes together may not exceed the file's, nor the entries a number. */
class TableReader {
  readonly #file: Uint8Array;
  #room: number;
  #entriesLeft = MOST_ENTRIES;

  constructor(file: Uint8Array) {
    this.#file = file;
    this.#room = file.length;
  }

  readBlock(handle: BlockHandle): TableEntry[] {
    const contents = this.#contents(handle);
    const entries = new ByteCursor(contents, 'a block of the table');
    const end = endOfEntries(contents);
    const found: TableEntry[] = [];
    let key: Uint8Array = new Uint8Array(0);
    while (entries.position < end) {
      if (this.#entriesLeft-- === 0) throw weightsInvalid(`the table has more than ${MOST_ENTRIES} entries`);
      const entry = readEntry(entries, key);
      found.push(entry);
      key = entry.key;
    }
    if (entries.position !== end) throw weightsInvalid('an entry of the table reaches beyond its block');
    return found;
  }

  #contents({ offset, size }: BlockHandle): Uint8Array {
    this.#room -= size + TRAILER_BYTES;
    if (this.#room < 0) throw weightsInvalid('the blocks of the table are larger than the file');
    const cursor = new ByteCursor(this.#file, 'a block of the table', offset);
    const contents = cursor.take(size);
    const compression = cursor.uint8();
    const expected = cursor.uint32();
    const found = maskCrc(crc32c(Uint8Array.of(compression), crc32c(contents)));
    if (found !== expected) throw weightsInvalid('the checksum of a block of the table is wrong');
    if (compression !== NOT_COMPRESSED) throw weightsInvalid(`a block of the table is compressed (${compression})`);
    return contents;
  }
}

/** A block ends with the places where keys are whole, and their number; only its end is of use to who reads it all. */
function endOfEntries(contents: Uint8Array): number {
  const counted = contents.length - RESTART_BYTES;
  const restarts = new ByteCursor(contents, 'a block of the table', counted).uint32();
  const end = counted - restarts * RESTART_BYTES;
  if (restarts === 0 || end < 0) throw weightsInvalid(`a block of the table claims ${restarts} restarts`);
  return end;
}

/** An entry states how many bytes its key shares with the key before it. */
function readEntry(cursor: ByteCursor, before: Uint8Array): TableEntry {
  const [shared, rest, valueLength] = [cursor.varint(), cursor.varint(), cursor.varint()];
  if (shared > before.length) throw weightsInvalid('a key of the table shares more than there is');
  if (shared + rest > LONGEST_KEY) throw weightsInvalid(`a key of the table has ${shared + rest} bytes`);
  const key = Buffer.concat([before.subarray(0, shared), cursor.take(rest)]);
  return { key, value: cursor.take(valueLength) };
}
