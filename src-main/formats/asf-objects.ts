import { AppError } from '../contract/app-error.ts';
import { joinBytes, littleEndian32, viewOf } from './bytes.ts';

/** An object of an ASF file (Advanced Systems Format specification 01.20.03, section 2.1). */
export interface AsfObject {
  /** As people write it, in small letters. */
  readonly guid: string;
  /** What stands behind identifier and size. */
  readonly content: Uint8Array;
}

/** Identifiers of the objects that a change of genre has to know (section 10). */
export const ASF = {
  header: '75b22630-668e-11cf-a6d9-00aa0062ce6c',
  fileProperties: '8cabdca1-a947-11cf-8ee4-00c00c205365',
  contentDescription: '75b22633-668e-11cf-a6d9-00aa0062ce6c',
  headerExtension: '5fbf03b5-a92e-11cf-8ee3-00c00c205365',
  extendedContentDescription: 'd2d0a440-e307-11d2-97f0-00a0c95ea850',
  metadata: 'c5f8cbea-5baf-4877-8467-aa8c44fa4cca',
  metadataLibrary: '44231c94-9498-49d1-a141-1d134e457054',
  padding: '1806d474-cadf-4509-a4ba-9aabcb96aae8',
} as const;

/** Length of an object's identifier and size. */
export const OBJECT_HEADER_BYTES = 24;

const GUID_BYTES = 16;

/** The identifier in the first 16 bytes. */
export function guidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(reorder(bytes.subarray(0, GUID_BYTES))).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * Size of an object with its header, in bytes, as its header says.
 * @throws AppError tags-unsupported where it cannot be
 */
export function objectSize(bytes: Uint8Array): number {
  if (bytes.length < OBJECT_HEADER_BYTES) throw damagedAsf();
  const size = Number(viewOf(bytes).getBigUint64(GUID_BYTES, true));
  if (size < OBJECT_HEADER_BYTES || !Number.isSafeInteger(size)) throw damagedAsf();
  return size;
}

/**
 * Objects one after another.
 * @param count how many to read; what stands behind them is left out
 * @throws AppError tags-unsupported where one leads beyond the end
 */
export function parseObjects(bytes: Uint8Array, count = Infinity): AsfObject[] {
  const objects: AsfObject[] = [];
  for (let offset = 0; objects.length < count && (offset < bytes.length || count < Infinity);) {
    const rest = bytes.subarray(offset);
    const size = objectSize(rest);
    if (size > rest.length) throw damagedAsf();
    objects.push({ guid: guidOf(rest), content: rest.subarray(OBJECT_HEADER_BYTES, size) });
    offset += size;
  }
  return objects;
}

/** An object in bytes. */
export function objectBytes({ guid, content }: AsfObject): Uint8Array {
  const size = OBJECT_HEADER_BYTES + content.length;
  const identifier = reorder(Uint8Array.from(Buffer.from(guid.replaceAll('-', ''), 'hex')));
  return joinBytes([identifier, littleEndian32(size), littleEndian32(Math.floor(size / 2 ** 32)), content]);
}

/** Length of objects in bytes. */
export function objectsLength(objects: readonly AsfObject[]): number {
  return objects.reduce((sum, { content }) => sum + OBJECT_HEADER_BYTES + content.length, 0);
}

/** An error for a header that cannot be followed. */
export function damagedAsf(): AppError {
  return new AppError('tags-unsupported', 'The header of the Windows Media file is damaged.');
}

/**
 * From stored order to written order and back: the first three groups of an identifier are stored lowest byte first.
 */
function reorder(guid: Uint8Array): Uint8Array {
  const order = [3, 2, 1, 0, 5, 4, 7, 6];
  return guid.map((byte, index) => guid[order[index] ?? index] ?? byte);
}
