// @ts-check
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** @typedef {{ name: string, method: number, packedSize: number, headerOffset: number, mode: number }} ZipEntry */

const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const FILE_TYPE = 0o170000;
const SYMLINK_TYPE = 0o120000;

/**
 * Unpacks some of a zip file's entries, with their permissions and symbolic links. No encryption, no zip64.
 * @param {string} archive path of the zip file
 * @param {string} folder where to unpack
 * @param {(name: string) => string | null} rename an entry's new name below `folder`, or null to leave it out
 */
export async function unzip(archive, folder, rename) {
  for (const entry of await listEntries(archive)) {
    const name = entry.name.endsWith('/') ? null : rename(entry.name);
    if (name !== null) await extract(archive, entry, pathInside(folder, name));
  }
}

/**
 * The entries of a zip file, in the order of its directory.
 * @param {string} archive
 * @returns {Promise<ZipEntry[]>}
 */
export async function listEntries(archive) {
  const file = await open(archive);
  try {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - END_SIZE - MAX_COMMENT), Math.min(size, END_SIZE + MAX_COMMENT));
    const end = findEnd(tail);
    return parseDirectory(await readAt(file, end.directoryOffset, end.directorySize), end.entryCount);
  } finally {
    await file.close();
  }
}

/** @param {Buffer} tail */
function findEnd(tail) {
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue;
    const entryCount = tail.readUInt16LE(at + 10);
    return { entryCount, directorySize: tail.readUInt32LE(at + 12), directoryOffset: tail.readUInt32LE(at + 16) };
  }
  throw new Error('Not a zip file, or one that was cut short.');
}

/** @param {Buffer} directory @param {number} entryCount @returns {ZipEntry[]} */
function parseDirectory(directory, entryCount) {
  const entries = [];
  for (let at = 0; entries.length < entryCount;) {
    if (directory.readUInt32LE(at) !== CENTRAL_SIGNATURE) throw new Error('The zip file has a damaged directory.');
    const nameSize = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameSize),
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      headerOffset: directory.readUInt32LE(at + 42),
      mode: directory.readUInt32LE(at + 38) >>> 16,
    });
    at += CENTRAL_SIZE + nameSize + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** @param {string} archive @param {ZipEntry} entry @param {string} target */
async function extract(archive, entry, target) {
  await mkdir(dirname(target), { recursive: true });
  const isLink = (entry.mode & FILE_TYPE) === SYMLINK_TYPE;
  const output = createWriteStream(target, { mode: entry.mode & 0o777 || 0o644 });
  const start = await findContent(archive, entry);
  // An empty range cannot be asked of a read stream.
  if (entry.packedSize === 0) output.end();
  else await inflate(createReadStream(archive, { start, end: start + entry.packedSize - 1 }), entry.method, output);
  if (isLink) await turnIntoLink(target);
}

/** @param {import('node:fs').ReadStream} packed @param {number} method @param {import('node:fs').WriteStream} output */
function inflate(packed, method, output) {
  if (method === 0) return pipeline(packed, output);
  if (method === 8) return pipeline(packed, createInflateRaw(), output);
  throw new Error(`The zip file uses the compression method ${method}, which is not known here.`);
}

/** A link is stored as a file that holds where it points. @param {string} path */
async function turnIntoLink(path) {
  const pointsTo = await readFile(path, 'utf8');
  pathInside(dirname(path), pointsTo);
  await rm(path);
  await symlink(pointsTo, path);
}

/**
 * The local header repeats the name and may hold other extra fields than the directory.
 * @param {string} archive
 * @param {ZipEntry} entry
 */
async function findContent(archive, entry) {
  const file = await open(archive);
  try {
    const header = await readAt(file, entry.headerOffset, LOCAL_SIZE);
    return entry.headerOffset + LOCAL_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

/** @param {string} folder @param {string} name */
function pathInside(folder, name) {
  const path = resolve(folder, name);
  if (!path.startsWith(resolve(folder) + sep))
    throw new Error(`The zip file has an entry that points outside: ${name}`);
  return path;
}

/** @param {import('node:fs/promises').FileHandle} file @param {number} position @param {number} length */
async function readAt(file, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('The zip file was cut short.');
  return buffer;
}
