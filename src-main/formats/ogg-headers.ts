import { AppError } from '../contract/app-error.ts';
import { joinBytes } from './bytes.ts';
import type { ByteSource } from './byte-source.ts';
import type { OggCodec } from './ogg-codecs.ts';
import { codecOf, damagedHeaders } from './ogg-codecs.ts';
import type { OggPage } from './ogg-pages.ts';
import { isIntact, readPages } from './ogg-pages.ts';

/** How the first stream of sound in an Ogg file begins. */
export interface OggHeaders {
  readonly codec: OggCodec;
  /** The first page, which holds the identification packet alone. */
  readonly first: OggPage;
  /** The pages behind it, up to the one on which the last header packet ends; sound may follow on that page. */
  readonly pages: readonly OggPage[];
  /** The header packets on these pages. */
  readonly packets: readonly Uint8Array[];
  /** How many segments of the last of these pages belong to header packets. */
  readonly headerSegments: number;
}

/** Pictures in comments may be large; beyond this a file is damaged or made to harm. */
const MAXIMUM_HEADER_BYTES = 64 * 2 ** 20;

/**
 * Reads the header packets of the first stream of sound in the first link of a chain. Streams beside it are passed
 * over.
 * @throws AppError tags-unsupported where there is none, where pages are missing or damaged
 */
export async function readHeaders(source: ByteSource): Promise<OggHeaders> {
  let reader: HeaderReader | null = null;
  let beginningsOver = false;
  for await (const { page } of readPages(source)) {
    if (page === null) continue;
    if (page.start > MAXIMUM_HEADER_BYTES) break;
    if (page.begins) {
      if (beginningsOver) break;
      const codec = codecOf(page.body);
      if (codec && !reader) reader = new HeaderReader(codec, page);
      continue;
    }
    beginningsOver = true;
    if (!reader) throw new AppError('tags-unsupported', 'The Ogg file has no Vorbis, Opus, FLAC or Speex stream.');
    const headers = page.serial === reader.first.serial ? reader.take(page) : null;
    if (headers) return headers;
  }
  throw reader ? damagedHeaders() : new AppError('tags-unsupported', 'The file has no Ogg stream with sound.');
}

/** Collects header packets page by page. */
class HeaderReader {
  readonly codec: OggCodec;
  readonly first: OggPage;
  readonly #pages: OggPage[] = [];
  readonly #packets: Uint8Array[] = [];
  /** Parts of the packet that has not ended yet. */
  #open: Uint8Array[] = [];

  constructor(codec: OggCodec, first: OggPage) {
    this.codec = codec;
    this.first = first;
    const packetEnd = first.lacing.findIndex((length) => length < 255);
    if (first.continued || packetEnd < 0 || packetEnd !== first.lacing.length - 1) throw damagedHeaders();
  }

  /**
   * All headers, once the last packet of them has ended.
   * @throws AppError tags-unsupported where the page does not fit
   */
  take(page: OggPage): OggHeaders | null {
    const before = this.#pages.at(-1) ?? this.first;
    const follows = page.sequence === (before.sequence + 1) % 2 ** 32 && !before.ends;
    if (!follows || page.continued !== this.#open.length > 0 || !isIntact(page)) throw damagedHeaders();
    this.#pages.push(page);
    let offset = 0;
    for (const [index, length] of page.lacing.entries()) {
      this.#open.push(page.body.subarray(offset, (offset += length)));
      if (length < 255 && this.#endPacket()) {
        const { codec, first } = this;
        return { codec, first, pages: this.#pages, packets: this.#packets, headerSegments: index + 1 };
      }
    }
    return null;
  }

  #endPacket(): boolean {
    const packet = joinBytes(this.#open);
    this.#open = [];
    this.#packets.push(packet);
    return this.codec.isLastHeader(this.first.body, packet, this.#packets.length - 1);
  }
}
