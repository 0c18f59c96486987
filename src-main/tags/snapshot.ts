import { createHash } from 'node:crypto';
import { AppError } from '../contract/app-error.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import { packetMd5 } from '../pipeline/decode/packet-md5.ts';
import { parseTags } from '../pipeline/scan/parse-tags.ts';
import { splitGenres } from '../pipeline/scan/read-metadata.ts';

/** What must be the same before and after: the audio's packets and every tag but the genre. */
export interface Snapshot {
  /** MD5 over the audio packets as they are stored. */
  readonly audioMd5: string;
  /** `type/id=value` of every tag but the genre, sorted; pictures and other bytes as hashes. */
  readonly tags: readonly string[];
  readonly genres: readonly string[];
}

const GENRE_IDS = new Set(['TCON', 'TCO', 'GENRE', '©GEN', 'GNRE', 'WM/GENRE', 'WM/GENREID', 'IGNR']);

/** Reads a file by other libraries than those that write it. @throws AppError tags-unsupported if it cannot be read */
export async function takeSnapshot(path: string, decoder: Decoder): Promise<Snapshot> {
  const [audioMd5, metadata] = await Promise.all([
    packetMd5(path, decoder),
    parseTags(path, { duration: false, includeChapters: true }).catch((cause: unknown) => {
      throw new AppError('tags-unsupported', 'The tags cannot be read.', { cause });
    }),
  ]);
  const tags = Object.entries(metadata.native).flatMap(([type, entries]) =>
    entries.filter(({ id, value }) => !GENRE_IDS.has(id.toUpperCase()) && !isEmpty(value) && !(type === 'ID3v1' && id === 'genre'))
      .map(({ id, value }) => `${familyOf(type)}/${id}=${fingerprint(value)}`),
  );
  const chapters = metadata.format.chapters ?? [];
  return {
    audioMd5,
    tags: [...tags, ...chapters.map((chapter) => `chapter=${fingerprint(chapter)}`)].sort(),
    genres: splitGenres(metadata.common.genre ?? []),
  };
}

/**
 * @param addedFields tag fields that may be new
 * @throws AppError tags-verification-failed naming what differs
 */
export function compareSnapshots(before: Snapshot, after: Snapshot, genres: readonly string[], addedFields: readonly string[]): void {
  const fail = (what: string): never => {
    throw new AppError('tags-verification-failed', what);
  };
  if (before.audioMd5 !== after.audioMd5) fail('The audio would have changed.');
  // The order is compared by nobody: readers of WMA disagree on it.
  if (JSON.stringify(after.genres.toSorted()) !== JSON.stringify(genres.toSorted())) fail(`The genre reads “${after.genres.join('; ')}”.`);
  const unmatched = [...after.tags];
  for (const tag of before.tags) {
    const index = unmatched.indexOf(tag);
    if (index < 0) fail(`A tag would have been lost: ${tag.slice(0, 100)}`);
    unmatched.splice(index, 1);
  }
  const added = unmatched.filter((tag) => !addedFields.some((id) => tag.includes(`/${id}=`)));
  if (added.length > 0) fail(`A tag would have appeared: ${added[0]?.slice(0, 100)}`);
}

/** Versions of one tag family are one: a rewritten tag is compared with the old one. */
function familyOf(type: string): string {
  return type.startsWith('ID3v2') ? 'ID3v2' : type;
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === null || value === undefined || (typeof value === 'string' && value.replaceAll('\0', '').trim() === '');
}

function fingerprint(value: unknown): string {
  const json = JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Uint8Array || isStoredBuffer(inner) ? `bytes:${createHash('sha256').update(bytesOf(inner)).digest('hex')}` : typeof inner === 'bigint' ? `${inner}n` : inner,
  );
  return json.length > 200 ? createHash('sha256').update(json).digest('hex') : json;
}

/** Buffers turn into this before a JSON replacer sees them. */
interface StoredBuffer {
  readonly type: 'Buffer';
  readonly data: readonly number[];
}

function isStoredBuffer(value: unknown): value is StoredBuffer {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;
}

function bytesOf(value: Uint8Array | StoredBuffer): Uint8Array {
  return value instanceof Uint8Array ? value : Uint8Array.from(value.data);
}
