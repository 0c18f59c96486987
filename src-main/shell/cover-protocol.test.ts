import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { beforeEach, expect, it } from 'vitest';
import { directFileReader } from '../testing/direct-file-reader.ts';
import { createCoverHandler } from './cover-protocol.ts';

const ADDRESS = 'app://genrescope/cover/1';
const picture = (side: number) => new Uint8Array(createCanvas(side, side).toBuffer('image/png'));
const [LARGE, OTHER, SMALL] = [picture(700), picture(600), picture(320)];

let music: string;
let covers: string;
/** How often the music was read. */
let reads: number;
/** What reading it fails with. */
let failure: Error | null;
let handle: (request: Request) => Promise<Response>;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-covers-'));
  [music, covers, reads, failure] = [join(folder, 'a.mp3'), join(folder, 'kept'), 0, null];
  await writeFile(music, 'music');
  await writeFile(join(folder, 'cover.png'), LARGE);
  const cover = (path: string) => {
    reads += 1;
    return failure ? Promise.reject(failure) : directFileReader.cover(path);
  };
  const serve = createCoverHandler({ pathOf: () => music, reader: { ...directFileReader, cover } }, covers);
  handle = (request) => serve(1, request);
});

const get = () => handle(new Request(ADDRESS));
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const put = (key: string | null, body: Uint8Array) =>
  handle(new Request(ADDRESS, { method: 'PUT', headers: { 'if-match': key ?? '' }, body: Buffer.from(body) }));

/** As the page does. */
async function keepSmall(): Promise<void> {
  const response = await get();
  expect((await put(response.headers.get('etag'), SMALL)).status).toBe(204);
}

it('serves a cover in small from the second time on, without reading the music', async () => {
  const first = await get();
  expect([await bytesOf(first), reads]).toEqual([LARGE, 1]);
  await keepSmall();
  reads = 0;
  const second = await get();
  expect([second.headers.get('content-type'), second.headers.get('etag')]).toEqual(['image/png', null]);
  expect([await bytesOf(second), reads]).toEqual([SMALL, 0]);
});

it('reads the cover anew where the track or the picture of its folder changed', async () => {
  await keepSmall();
  await utimes(music, 1, 1);
  expect(await bytesOf(await get())).toEqual(LARGE);
  await keepSmall();
  await writeFile(join(music, '..', 'cover.png'), OTHER);
  expect(await bytesOf(await get())).toEqual(OTHER);
});

it('makes a damaged cover anew', async () => {
  await keepSmall();
  const [only = ''] = await readdir(covers);
  const bytes = await readFile(join(covers, only));
  bytes[bytes.length - 20] = ~(bytes.at(-20) ?? 0);
  await writeFile(join(covers, only), bytes);
  expect(await bytesOf(await get())).toEqual(LARGE);
  await keepSmall();
  expect(await bytesOf(await get())).toEqual(SMALL);
});

it('looks once for a cover that is not there, until the folder has one', async () => {
  await rm(join(music, '..', 'cover.png'));
  expect([(await get()).status, reads]).toEqual([204, 1]);
  expect([(await get()).status, reads]).toEqual([204, 1]);
  await writeFile(join(music, '..', 'cover.png'), OTHER);
  expect(await bytesOf(await get())).toEqual(OTHER);
});

it('looks again where the file could not be read', async () => {
  failure = Object.assign(new Error('EIO: i/o error, read'), { syscall: 'read' });
  expect([(await get()).status, reads]).toEqual([204, 1]);
  failure = null;
  expect([await bytesOf(await get()), reads]).toEqual([LARGE, 2]);
});

it('keeps small pictures alone, of the file as it is', async () => {
  const key = (await get()).headers.get('etag');
  await put(key, LARGE);
  await put(key, new TextEncoder().encode('<html>'));
  await put(key, new Uint8Array(300_000));
  await put('../../a', SMALL);
  await put(null, SMALL);
  await utimes(music, 1, 1);
  await put(key, SMALL);
  await expect(readdir(covers)).rejects.toThrow('ENOENT');
});

it('has nothing of a track that is gone', async () => {
  music += '.gone';
  expect((await get()).headers.get('etag')).toBeNull();
});
