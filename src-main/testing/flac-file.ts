import { asciiBytes, joinBytes } from '../formats/bytes.ts';

/** A metadata block: its type and what it holds; `told` replaces the true length. */
export interface FlacBlock {
  readonly type: number;
  readonly content: Uint8Array;
  readonly told?: number;
}

/** What stands for sound: the start of a frame, and bytes that look like nothing. */
export const FLAC_SOUND = joinBytes([Uint8Array.of(0xff, 0xf8, 0xc9, 0x18), new Uint8Array(500).fill(0x33)]);

/** A FLAC file with these blocks behind the stream information. */
export function flacFile(blocks: readonly FlacBlock[], sound: Uint8Array = FLAC_SOUND): Uint8Array {
  const all: readonly FlacBlock[] = [{ type: 0, content: new Uint8Array(34).fill(1) }, ...blocks];
  const stored = all.flatMap(({ type, content, told = content.length }, index) => {
    const flag = index === all.length - 1 ? 128 : 0;
    return [Uint8Array.of(type | flag, (told >> 16) & 255, (told >> 8) & 255, told & 255), content];
  });
  return joinBytes([asciiBytes('fLaC'), ...stored, sound]);
}
