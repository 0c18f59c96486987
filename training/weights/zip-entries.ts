import { crc32 } from 'node:zlib';
import { ByteCursor } from './byte-cursor.ts';
import { weightsInvalid } from './refusal.ts';
import { nameOf } from './weight-tensors.ts';

/** What the central directory says of an entry. */
interface DirectoryEntry {
  readonly name: string;
  readonly size: number;
  readonly checksum: number;
  readonly headerOffset: number;
}

interface Directory {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 };
const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR64_BYTES = 20;
/** Sizes after the data, and names in UTF-8: neither changes how the data lie. */
const HARMLESS_FLAGS = 0x0808;
const STORED = 0;
const MOST_ENTRIES = 10_000;
const NAME_PART = /^[\w.-]+$/;

/**
 * The entries of a ZIP archive by name, as views of its bytes (PKWARE's APPNOTE.TXT 6.3). Every CRC-32 is checked.
 * @throws AppError weights-invalid where it is damaged, or compressed, encrypted, commented, in several parts or too large
 * for 32 bits
 */
export function readZipEntries(file: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const directory = findDirectory(file);
  const cursor = new ByteCursor(file, 'the directory of the archive', directory.offset);
  const entries = new Map<string, Uint8Array>();
  let room = file.length;
  for (let index = 0; index < directory.count; index++) {
    const entry = readDirectoryEntry(cursor);
    if (entries.has(entry.name)) throw weightsInvalid(`the archive has “${entry.name}” twice`);
    room -= entry.size;
    if (room < 0) throw weightsInvalid('the entries of the archive are larger than the file');
    entries.set(entry.name, readEntry(file.subarray(0, directory.offset), entry));
  }
  if (cursor.position !== directory.offset + directory.size)
    throw weightsInvalid('the directory of the archive has another size than it states');
  return entries;
}

function findDirectory(file: Uint8Array): Directory {
  const end = file.length - END_BYTES;
  if (end < 0) throw weightsInvalid('it is too short for an archive');
  const cursor = new ByteCursor(file, 'the end of the archive', end);
  if (cursor.uint32() !== SIGNATURE.end) throw weightsInvalid('it does not end as a ZIP archive');
  const [disk, directoryDisk, countOnDisk, count] = [
    cursor.uint16(),
    cursor.uint16(),
    cursor.uint16(),
    cursor.uint16(),
  ];
  const directory = { count, size: cursor.uint32(), offset: cursor.uint32() };
  if (disk !== 0 || directoryDisk !== 0 || countOnDisk !== count) throw weightsInvalid('the archive is in parts');
  if (count > MOST_ENTRIES) throw weightsInvalid(`the archive has ${count} entries`);
  const directoryEnd = directory.offset + directory.size;
  const isWhole = directoryEnd === end || isSaidTwice(file, directoryEnd, end, directory);
  if (!isWhole) throw weightsInvalid('the directory of the archive does not lie at its end');
  return directory;
}

/** PyTorch states the directory in 64 bits too, though 32 are enough; both must say the same. */
function isSaidTwice(file: Uint8Array, directoryEnd: number, end: number, { count, size, offset }: Directory): boolean {
  if (end - directoryEnd !== END64_BYTES + LOCATOR64_BYTES) return false;
  const cursor = new ByteCursor(file, 'the end of the archive', directoryEnd);
  if (cursor.uint32() !== SIGNATURE.end64) return false;
  cursor.take(28);
  const stated = [cursor.uint64(), cursor.uint64(), cursor.uint64()];
  return cursor.uint32() === SIGNATURE.locator64 && [count, size, offset].every((value, at) => value === stated[at]);
}

function readDirectoryEntry(cursor: ByteCursor): DirectoryEntry {
  if (cursor.uint32() !== SIGNATURE.central) throw weightsInvalid('the directory of the archive is damaged');
  cursor.take(4);
  const [flags, method] = [cursor.uint16(), cursor.uint16()];
  cursor.take(4);
  const [checksum, packedSize, size] = [cursor.uint32(), cursor.uint32(), cursor.uint32()];
  const [nameLength, extraLength, commentLength] = [cursor.uint16(), cursor.uint16(), cursor.uint16()];
  const disk = cursor.uint16();
  cursor.take(6);
  const headerOffset = cursor.uint32();
  const name = nameOf(cursor.take(nameLength));
  cursor.take(extraLength + commentLength);
  if ((flags & ~HARMLESS_FLAGS) !== 0 || method !== STORED || packedSize !== size || disk !== 0)
    throw weightsInvalid(`“${name}” is not simply stored (method ${method}, flags ${flags})`);
  if (!isPlainName(name)) throw weightsInvalid(`the archive has an entry “${name}”`);
  return { name, size, checksum, headerOffset };
}

/** Names are never paths of a disk here; those that try to be come from no program that saves weights. */
function isPlainName(name: string): boolean {
  return name.split('/').every((part) => NAME_PART.test(part) && part !== '.' && part !== '..');
}

/** The sizes in front of the data may be zero (flag 3), so the directory's count. */
function readEntry(beforeDirectory: Uint8Array, { name, size, checksum, headerOffset }: DirectoryEntry): Uint8Array {
  const cursor = new ByteCursor(beforeDirectory, `“${name}”`, headerOffset);
  if (cursor.uint32() !== SIGNATURE.local) throw weightsInvalid(`“${name}” does not lie where the archive says`);
  cursor.take(22);
  const [nameLength, extraLength] = [cursor.uint16(), cursor.uint16()];
  if (nameOf(cursor.take(nameLength)) !== name) throw weightsInvalid(`“${name}” has another name at its data`);
  cursor.take(extraLength);
  const bytes = cursor.take(size);
  if (crc32(bytes) !== checksum) throw weightsInvalid(`the checksum of “${name}” is wrong`);
  return bytes;
}
