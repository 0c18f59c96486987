import type { TrackId } from '../../src-main/contract/track.ts';

/** The picture file of an album. */
export interface CoverFile {
  readonly picture: Blob;
  /** Has the picture kept in small; null where it is. */
  readonly keep: ((small: Blob) => Promise<unknown>) | null;
}

/** Gets the picture file of an album; null where there is none. */
export type FetchCover = (id: TrackId) => Promise<CoverFile | null>;

/** One less than the main process reads at once: one that nobody waits for any more may still be read. */
const AT_ONCE = 3;
/** Covers in memory, at most, of 0.4 MB each. */
const MOST_COVERS = 150;
/** The status of an answer with a cover, and when too many are being read. */
const FOUND = 200;
const BUSY = 503;
/** Pixels of each side; a cover is shown at half of that on most screens. */
const SIDE = 320;
/** How a small cover is kept: some 20 kB. */
const KEPT = { type: 'image/webp', quality: 0.85 };

/** Covers of albums in small, by a track of each. The page decodes and scales them, few at a time, the last wanted first. */
export class CoverCache {
  readonly #fetch: FetchCover;
  readonly #covers = new Map<TrackId, Promise<ImageBitmap | null>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(fetch: FetchCover) {
    this.#fetch = fetch;
  }

  /** The cover; null where there is none, or it cannot be decoded. */
  get(id: TrackId): Promise<ImageBitmap | null> {
    const cover = this.#covers.get(id) ?? this.#load(id);
    // What was wanted last is dropped last.
    this.#covers.delete(id);
    this.#covers.set(id, cover);
    const [oldest] = this.#covers.keys();
    if (oldest !== undefined && this.#covers.size > MOST_COVERS) this.#covers.delete(oldest);
    return cover;
  }

  /** Forgets all covers. */
  clear(): void {
    this.#covers.clear();
  }

  async #load(id: TrackId): Promise<ImageBitmap | null> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      const file = await this.#fetch(id);
      return file && (await scaled(file));
    } catch {
      // What was refused for the moment is asked for again.
      this.#covers.delete(id);
      return null;
    } finally {
      this.#running -= 1;
      this.#waiting.pop()?.();
    }
  }
}

/** The square middle of a picture. */
async function scaled({ picture, keep }: CoverFile): Promise<ImageBitmap> {
  const whole = await createImageBitmap(picture);
  const side = Math.min(whole.width, whole.height);
  const [left, top] = [(whole.width - side) / 2, (whole.height - side) / 2];
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'medium';
  context?.drawImage(whole, left, top, side, side, 0, 0, SIDE, SIDE);
  whole.close();
  // It can be shown without being kept, and does not wait for it.
  if (keep) await canvas.convertToBlob(KEPT).then((small) => void keep(small).catch(noMatter), noMatter);
  return canvas.transferToImageBitmap();
}

function noMatter(): void {
  // The cover is read from the music again.
}

/** Asks the main process, by an address of the page's own origin. @throws Error where too many are being read */
export async function fetchCover(id: TrackId): Promise<CoverFile | null> {
  const address = `/cover/${id}`;
  const response = await fetch(address);
  if (response.status === BUSY) throw new Error('busy');
  if (response.status !== FOUND) return null;
  const key = response.headers.get('etag');
  const keep = async (small: Blob) =>
    fetch(address, { method: 'PUT', headers: { 'if-match': key ?? '' }, body: await small.arrayBuffer() });
  return { picture: await response.blob(), keep: key === null ? null : keep };
}
