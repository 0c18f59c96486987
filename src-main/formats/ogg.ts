import { AppError } from '../contract/app-error.ts';
import { digestOf, joinBytes } from './bytes.ts';
import type { ByteSource } from './byte-source.ts';
import { digestOfPages } from './ogg-digest.ts';
import type { OggHeaders } from './ogg-headers.ts';
import { readHeaders } from './ogg-headers.ts';
import { groupPages, layOut } from './ogg-layout.ts';
import type { OggPage } from './ogg-pages.ts';
import { isIntact, readPages, renumber, SEQUENCE_OFFSET } from './ogg-pages.ts';
import type { Patch } from './patches.ts';
import { piecesOfPatches } from './patches.ts';
import type { TagEdit, TagEditor, TagReading } from './tag-format.ts';
import { editComments, fieldsOf, parseComments, tagOfComments } from './vorbis-comment.ts';

/**
 * Vorbis, Opus, FLAC and Speex in Ogg (RFC 3533). The tags are those of the first stream of sound in the first link of
 * a chain, since that is where programs look for a file's tags; links behind it are mostly other pieces with tags of
 * their own.
 */
export const oggEditor: TagEditor = {
  async readGenres(source) {
    const headers = await readHeaders(source);
    return headers.packets.flatMap((packet, index) => readPacket(headers, packet, index).tags);
  },

  async read(source) {
    const headers = await readHeaders(source);
    const packets = headers.packets.map((packet, index) => readPacket(headers, packet, index));
    const first = { name: `${headers.codec.name} identification`, digest: digestOf(headers.first.bytes) };
    const pages = { name: 'Ogg pages', digest: await digestOfPages(source, headers) };
    return {
      tags: packets.flatMap(({ tags }) => tags),
      fields: [first, ...packets.flatMap(({ fields }) => fields), pages],
    };
  },

  async edit(source, genres, writing): Promise<TagEdit> {
    const headers = await readHeaders(source);
    const starts = headers.packets.map((packet, index) => headers.codec.commentStart(packet, index));
    if (starts.every((start) => start === null)) {
      throw new AppError('tags-unsupported', 'The FLAC stream in this Ogg file has no block for comments.');
    }
    const edit = (comments: Uint8Array): Uint8Array => editComments(comments, genres, writing);
    const packets = headers.packets.map((packet, index) => editPacket(headers, packet, starts[index] ?? null, edit));
    const patches = await patchesFor(source, headers, packets);
    return { pieces: piecesOfPatches(source.size, patches), added: [], notes: [] };
  },
};

function readPacket({ codec }: OggHeaders, packet: Uint8Array, index: number): TagReading {
  const start = codec.commentStart(packet, index);
  if (start === null)
    return { tags: [], fields: [{ name: `${codec.name} header ${index + 2}`, digest: digestOf(packet) }] };
  const comments = parseComments(packet.subarray(start));
  return { tags: [tagOfComments(comments)], fields: fieldsOf(comments) };
}

function editPacket(
  { codec }: OggHeaders,
  packet: Uint8Array,
  start: number | null,
  edit: (comments: Uint8Array) => Uint8Array,
): Uint8Array {
  if (start === null) return packet;
  const edited = joinBytes([packet.subarray(0, start), edit(packet.subarray(start))]);
  if (Buffer.compare(edited, packet) === 0) return packet;
  return codec.finish?.(edited) ?? edited;
}

async function patchesFor(source: ByteSource, headers: OggHeaders, packets: readonly Uint8Array[]): Promise<Patch[]> {
  const patches: Patch[] = [];
  let shift = 0;
  for (const group of groupPages(headers.pages, headers.headerSegments)) {
    const { pages, from, to } = group;
    if (packets.slice(from, to).every((packet, index) => packet === headers.packets[from + index])) {
      if (shift !== 0) patches.push(...pages.map((page) => numberPatch(page, shift)));
      continue;
    }
    const laidOut = layOut(group, packets.slice(from, to), sequenceOf(pages[0] as OggPage, shift));
    shift += laidOut.length - pages.length;
    // Pages of other streams may stand between; the new pages go where the last one was.
    patches.push(
      ...pages.map((page, index) =>
        replacePatch(page, index === pages.length - 1 ? joinBytes(laidOut) : new Uint8Array(0)),
      ),
    );
  }
  return shift === 0 ? patches : [...patches, ...(await numberPatchesBehind(source, headers, shift))];
}

/** Other numbers for all pages behind the headers. @throws AppError tags-unsupported where one of them is damaged */
async function numberPatchesBehind(source: ByteSource, headers: OggHeaders, shift: number): Promise<Patch[]> {
  const patches: Patch[] = [];
  const last = headers.pages.at(-1) as OggPage;
  for await (const { page } of readPages(source, last.start + last.bytes.length)) {
    // The next link of a chain begins here.
    if (page?.begins) break;
    if (page?.serial !== last.serial) continue;
    if (!isIntact(page)) {
      throw new AppError(
        'tags-unsupported',
        'The tags would need another page, and a later page of the Ogg file is damaged.',
      );
    }
    patches.push(numberPatch(page, shift));
  }
  return patches;
}

function numberPatch(page: OggPage, shift: number): Patch {
  const bytes = renumber(page, sequenceOf(page, shift));
  const start = page.start + SEQUENCE_OFFSET;
  return { start, end: start + bytes.length, bytes };
}

function replacePatch(page: OggPage, bytes: Uint8Array): Patch {
  return { start: page.start, end: page.start + page.bytes.length, bytes };
}

function sequenceOf(page: OggPage, shift: number): number {
  return (page.sequence + shift + 2 ** 32) % 2 ** 32;
}
