import { expect, it } from 'vitest';
import { AppError } from '../../contract/app-error.ts';
import type { FileTags } from '../../contract/track.ts';
import { NO_METADATA } from './no-metadata.ts';
import { readTags } from './read-tags.ts';

const paths = ['a', 'bad', 'b', 'c', 'd', 'e', 'a'];

async function collect(signal: AbortSignal, onFile: () => void = () => undefined): Promise<FileTags[]> {
  const metadata = (path: string) =>
    path === 'bad' ? Promise.reject(new AppError('file-empty')) : Promise.resolve({ ...NO_METADATA, title: path });
  const files: FileTags[] = [];
  for await (const file of readTags(paths, { metadata, audioDigest: () => Promise.resolve(null) }, signal)) {
    files.push(file);
    onFile();
  }
  return files;
}

it('reads each file once, and tells of each what it says or why it cannot be read', async () => {
  const files = await collect(new AbortController().signal);
  const told = files.map(({ path, outcome }) => [path, outcome.ok ? outcome.metadata.title : outcome.error.code]);
  expect(Object.fromEntries(told)).toEqual({ a: 'a', bad: 'file-empty', b: 'b', c: 'c', d: 'd', e: 'e' });
  expect(files).toHaveLength(6);
});

it('ends when it is cancelled, and blames no file', async () => {
  const controller = new AbortController();
  let read = 0;
  const end = collect(controller.signal, () => {
    read += 1;
    controller.abort();
  });
  await expect(end).rejects.toMatchObject({ code: 'cancelled' });
  expect(read).toBe(1);
});
