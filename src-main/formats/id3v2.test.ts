import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTag, editId3v2 } from './id3v2.ts';

interface Frame {
  readonly id: string;
  readonly content: Uint8Array;
}

const synchsafe = (size: number) => [(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127];
const plain = (size: number) => [(size >> 24) & 255, (size >> 16) & 255, (size >> 8) & 255, size & 255];

function encodeTag(version: 2 | 3 | 4, frames: readonly Frame[], padding: number): Uint8Array {
  const body = frames.flatMap(({ id, content }) => [
    ...Buffer.from(id, 'latin1'),
    ...(version === 2
      ? plain(content.length).slice(1)
      : version === 3
        ? plain(content.length)
        : synchsafe(content.length)),
    ...(version === 2 ? [] : [0, 0]),
    ...content,
  ]);
  return Uint8Array.from([
    0x49,
    0x44,
    0x33,
    version,
    0,
    0,
    ...synchsafe(body.length + padding),
    ...body,
    ...new Uint8Array(padding),
  ]);
}

/** Reads frames the plain way; only for tags that this test or the editor made. */
function decodeTag(tag: Uint8Array): Frame[] {
  const version = tag[3] as number;
  const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + (tag[index] as number), 0);
  const end = 10 + size;
  expect(end).toBe(tag.length);
  const [idLength, header] = version === 2 ? [3, 6] : [4, 10];
  const frames: Frame[] = [];
  for (let offset = 10; offset + header <= end && tag[offset] !== 0;) {
    const sizeBytes = [...tag.subarray(offset + idLength, offset + header - (version === 2 ? 0 : 2))];
    const length = sizeBytes.reduce((sum, byte) => sum * (version === 4 ? 128 : 256) + byte, 0);
    frames.push({
      id: Buffer.from(tag.subarray(offset, offset + idLength)).toString('latin1'),
      content: tag.slice(offset + header, offset + header + length),
    });
    offset += header + length;
  }
  return frames;
}

const frameArbitrary = (version: 2 | 3 | 4) =>
  fc.record({
    id:
      version === 2
        ? fc.constantFrom('TT2', 'TCO', 'PIC', 'ULT')
        : fc.constantFrom('TIT2', 'TCON', 'APIC', 'PRIV', 'COMM', 'GEOB', 'UFID', 'XABC'),
    content: fc.uint8Array({ minLength: 1, maxLength: 400 }),
  });
const tagArbitrary = fc.constantFrom(2, 3, 4).chain((version) =>
  fc.record({
    version: fc.constant(version as 2 | 3 | 4),
    frames: fc.array(frameArbitrary(version as 2 | 3 | 4), { maxLength: 8 }),
    padding: fc.nat(300),
  }),
);
const genresArbitrary = fc.array(
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  { minLength: 1, maxLength: 3 },
);

describe('the ID3v2 editor', () => {
  it('keeps every other frame, byte for byte and in order, and the version', () => {
    fc.assert(
      fc.property(tagArbitrary, genresArbitrary, ({ version, frames, padding }, genres) => {
        const tag = encodeTag(version, frames, padding);
        const edited = editId3v2(tag, genres);
        const genreId = version === 2 ? 'TCO' : 'TCON';
        const others = (list: readonly Frame[]) =>
          list
            .filter(({ id }) => id !== genreId)
            .map(({ id, content }) => `${id}:${Buffer.from(content).toString('hex')}`);
        expect(edited[3]).toBe(version);
        expect(others(decodeTag(edited))).toEqual(others(frames));
        expect(decodeTag(edited).filter(({ id }) => id === genreId)).toHaveLength(1);
        expect(edited.length).toBeGreaterThanOrEqual(tag.length);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('never throws anything but its own error on damaged tags', () => {
    fc.assert(
      fc.property(
        tagArbitrary,
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 6 }),
        fc.nat(2000),
        ({ version, frames, padding }, changes, cut) => {
          const tag = encodeTag(version, frames, padding);
          for (const [position, value] of changes) tag[3 + (position % (tag.length - 3))] = value;
          try {
            editId3v2(tag.subarray(0, Math.max(10, tag.length - (cut % 50))), ['Rock']);
          } catch (error) {
            expect(error).toMatchObject({ code: 'tags-unsupported' });
          }
        },
      ),
      { numRuns: 500, seed: 2 },
    );
  });

  it('undoes and redoes unsynchronisation in version 3', () => {
    const content = Uint8Array.of(0xff, 0xe0, 0xff, 0x00, 0x01);
    const [frame] = [encodeTag(3, [{ id: 'PRIV', content }], 0).subarray(10)];
    const body: number[] = [];
    frame!.forEach((byte, index) => {
      body.push(byte);
      const next = frame![index + 1];
      if (byte === 0xff && (next === undefined || next === 0 || next >= 0xe0)) body.push(0);
    });
    const tag = Uint8Array.from([0x49, 0x44, 0x33, 3, 0, 0x80, ...synchsafe(body.length), ...body]);
    const edited = editId3v2(tag, ['Rock']);
    expect(edited[5]).toBe(0x80);
    expect(Buffer.from(edited).includes(Buffer.from(body))).toBe(true);
  });

  it('writes several genres as values in version 4 and as a list before it', () => {
    const text = (tag: Uint8Array) => Buffer.from(decodeTag(tag).find(({ id }) => id === 'TCON')!.content);
    expect(text(editId3v2(encodeTag(4, [], 0), ['A', 'B'])).toString('latin1')).toBe('\0A\0B');
    expect(text(editId3v2(encodeTag(3, [], 0), ['A', 'B'])).toString('latin1')).toBe('\0A; B');
    expect(
      text(editId3v2(encodeTag(3, [], 0), ['日本']))
        .subarray(3)
        .toString('utf16le'),
    ).toBe('日本');
    expect(
      text(createTag(['日本'], []))
        .subarray(1)
        .toString('utf8'),
    ).toBe('日本');
  });
});
