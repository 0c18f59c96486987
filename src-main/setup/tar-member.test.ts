import { expect, test } from 'vitest';
import { tarMember } from './tar-member.mjs';

function member(name: string, content: string, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${Buffer.byteLength(content).toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  const padded = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  padded.write(content);
  return Buffer.concat([header, padded]);
}

async function* inPieces(archive: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size);
}

async function read(archive: Buffer, name: string, pieceSize: number): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of tarMember(inPieces(archive, pieceSize), name)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const wanted = 'w'.repeat(700);
const archive = Buffer.concat([
  member('package/wanted', 'a folder of that name', '5'),
  member('package/other', 'x'.repeat(512)),
  member('package/wanted', wanted),
  member('package/empty', ''),
  Buffer.alloc(1024),
]);

test.each([1, 511, 512, 513, 100_000])(
  'finds the file however the archive arrives (%i bytes at a time)',
  async (size) => {
    expect(await read(archive, 'package/wanted', size)).toBe(wanted);
  },
);

test('says so when the file is not there or the archive was cut short', async () => {
  await expect(read(archive, 'package/missing', 512)).rejects.toThrow('no whole "package/missing"');
  await expect(read(archive.subarray(0, 3000), 'package/wanted', 512)).rejects.toThrow('no whole "package/wanted"');
});
