import { joinBytes } from './bytes.ts';
import type { NewPage, OggPage } from './ogg-pages.ts';
import { buildPage, MAXIMUM_SEGMENTS } from './ogg-pages.ts';

const PACKET_ENDS = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0);
const NO_PACKET_ENDS = new Uint8Array(8).fill(255);

/** Pages that begin and end with whole header packets; others may follow on the last page. */
export interface PageGroup {
  readonly pages: readonly OggPage[];
  /** Index of the first packet, and of the first that is not in the group any more. */
  readonly from: number;
  readonly to: number;
  /** Segments on the last page that belong to later packets, and must stay on it. */
  readonly tail: Uint8Array;
}

/** Divides pages where one begins with a new packet. */
export function groupPages(pages: readonly OggPage[], headerSegments: number): PageGroup[] {
  const groups: PageGroup[] = [];
  for (const [index, page] of pages.entries()) {
    const ownSegments = index === pages.length - 1 ? headerSegments : page.lacing.length;
    const before = page.continued ? groups.pop() : undefined;
    const from = before?.from ?? groups.at(-1)?.to ?? 0;
    const ended = page.lacing.subarray(0, ownSegments).filter((length) => length < 255).length;
    groups.push({
      pages: [...(before?.pages ?? []), page],
      from,
      to: (before?.to ?? from) + ended,
      tail: page.lacing.subarray(ownSegments),
    });
  }
  return groups;
}

/**
 * The group's pages with other packets, as few or many as before where that is possible, so that later pages keep their
 * numbers: a page may have up to 255 segments, and most have fewer.
 * @param sequence number of the first page
 */
export function layOut(group: PageGroup, packets: readonly Uint8Array[], sequence: number): Uint8Array[] {
  const last = group.pages.at(-1) as OggPage;
  const tailBytes = group.tail.reduce((sum, length) => sum + length, 0);
  const lacing = joinBytes([...packets.map(({ length }) => lacingOf(length)), group.tail]);
  const bytes = joinBytes([...packets, last.body.subarray(last.body.length - tailBytes)]);
  const counts = shareSegments(
    group.pages.map((page) => page.lacing.length),
    lacing.length,
    group.tail.length + 1,
  );
  let [segment, offset] = [0, 0];
  return counts.map((count, index) => {
    const own = lacing.subarray(segment, segment + count);
    const length = own.reduce((sum, value) => sum + value, 0);
    const isLast = index === counts.length - 1;
    const page: NewPage = {
      continued: segment > 0 && lacing[segment - 1] === 255,
      begins: false,
      ends: isLast && last.ends,
      granule: isLast ? last.granule : own.some((value) => value < 255) ? PACKET_ENDS : NO_PACKET_ENDS,
      serial: last.serial,
      sequence: (sequence + index) % 2 ** 32,
      lacing: own,
      body: bytes.subarray(offset, offset + length),
    };
    [segment, offset] = [segment + count, offset + length];
    return buildPage(page);
  });
}

/** Lengths of a packet's segments: a multiple of 255 needs an empty one to end. */
function lacingOf(length: number): Uint8Array {
  const lacing = new Uint8Array(Math.floor(length / 255) + 1).fill(255);
  lacing[lacing.length - 1] = length % 255;
  return lacing;
}

/**
 * Numbers of segments for each page, as near to the former ones as possible.
 * @param least for the last page: what must not leave it, and the last segment of a header packet, so that one ends
 *   there
 */
function shareSegments(former: readonly number[], total: number, least: number): number[] {
  let rest = total - former.reduce((sum, count) => sum + count, 0);
  const counts = former.map((count, index) => {
    const lowest = index === former.length - 1 ? least : 1;
    const shared = Math.min(MAXIMUM_SEGMENTS, Math.max(lowest, count + rest));
    rest -= shared - count;
    return shared;
  });
  // All pages are full: more of them. All pages have the least that they may have: fewer.
  while (rest > 0) {
    counts.unshift(Math.min(MAXIMUM_SEGMENTS, rest));
    rest -= counts[0] as number;
  }
  return rest < 0 ? counts.slice(-rest) : counts;
}
