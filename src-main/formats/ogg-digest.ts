import { createHash } from 'node:crypto';
import { littleEndian32 } from './bytes.ts';
import type { ByteSource } from './byte-source.ts';
import type { OggHeaders } from './ogg-headers.ts';
import type { OggPage } from './ogg-pages.ts';
import { CHECKSUM_END, isIntact, readPages, SEQUENCE_OFFSET } from './ogg-pages.ts';

/**
 * SHA-256, in hex, over all of an Ogg file but the header packets of the stream that has the tags. One digest for
 * everything, since where pages are renumbered no long range keeps its bytes, and a field for each of a long file's
 * pages would take more memory than the file's pages themselves. In that stream the checksum counts as right or wrong,
 * and the number as a distance from the last header page, so that the digest also tells whether renumbering was right.
 */
export async function digestOfPages(source: ByteSource, headers: OggHeaders): Promise<string> {
  const hash = createHash('sha256');
  const headerStarts = new Set(headers.pages.map(({ start }) => start));
  const lastHeader = headers.pages.at(-1) as OggPage;
  const isOwn = ownPages(headers);
  for await (const piece of readPages(source)) {
    const { page } = piece;
    if (page === null) hash.update(piece.bytes);
    else if (!isOwn(page)) hash.update(page.bytes);
    else if (page.start === lastHeader.start)
      endOfHeaders(page, headers.headerSegments).forEach((part) => hash.update(part));
    else if (!headerStarts.has(page.start)) unnumbered(page, lastHeader).forEach((part) => hash.update(part));
  }
  return hash.digest('hex');
}

/**
 * Tells which pages belong to the stream that has the tags. Pages must be asked for in their order: behind the first
 * link of a chain, which a beginning page ends, the same serial number may be another stream's.
 */
function ownPages({ first }: OggHeaders): (page: OggPage) => boolean {
  let beginningsOver = false;
  let linkOver = false;
  return (page) => {
    if (page.begins && beginningsOver) linkOver = true;
    if (!page.begins) beginningsOver = true;
    return !linkOver && page.serial === first.serial;
  };
}

/** What a page says beside header packets: its granule position, its end flag, and the packets behind them. */
function endOfHeaders(page: OggPage, headerSegments: number): Uint8Array[] {
  const tail = page.lacing.subarray(headerSegments);
  const length = tail.reduce((sum, value) => sum + value, 0);
  return [
    page.granule,
    Uint8Array.of(page.ends ? 1 : 0, tail.length),
    tail,
    page.body.subarray(page.body.length - length),
  ];
}

function unnumbered(page: OggPage, lastHeader: OggPage): Uint8Array[] {
  const distance = page.begins ? 0 : page.sequence - lastHeader.sequence;
  return [
    page.bytes.subarray(0, SEQUENCE_OFFSET),
    littleEndian32(distance),
    Uint8Array.of(isIntact(page) ? 1 : 0),
    page.bytes.subarray(CHECKSUM_END),
  ];
}
