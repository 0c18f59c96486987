import { joinBytes } from '../formats/bytes.ts';
import { bytesSource } from '../formats/byte-source.ts';
import { readPieces, relocationOf } from '../formats/pieces.ts';
import type { Relocation } from '../formats/pieces.ts';
import type { Field, GenreWriting, TagEditor, TagReading } from '../formats/tag-format.ts';

/** A file before and after its genre was changed. */
export interface EditedFile {
  readonly before: TagReading;
  readonly after: TagReading;
  readonly bytes: Uint8Array;
}

/**
 * Changes the genre of a file in memory, and further fields where `writing` names any.
 * @throws Error where a field of the original is not found as it was in the result
 */
export async function editFile(
  editor: TagEditor,
  bytes: Uint8Array,
  genres: readonly string[],
  writing: GenreWriting = { separator: 'standard' },
): Promise<EditedFile> {
  const source = bytesSource(bytes);
  const before = await editor.read(source);
  const { pieces, added } = await editor.edit(source, genres, writing);
  const chunks: Uint8Array[] = [];
  for await (const chunk of readPieces(source, pieces)) chunks.push(chunk);
  const edited = joinBytes(chunks);
  const after = await editor.read(bytesSource(edited));
  const mayChange = ({ holds }: Field): boolean => holds !== undefined && writing.texts?.[holds] !== undefined;
  const [kept, found] = [before, after].map(({ fields }) => fields.filter((field) => !mayChange(field)));
  compareFields(kept ?? [], found ?? [], added, relocationOf(pieces));
  return { before, after, bytes: edited };
}

function compareFields(
  before: readonly Field[],
  after: readonly Field[],
  added: readonly string[],
  relocation: Relocation,
): void {
  const [expected, fresh] = [[...before], [...added]];
  for (const field of after) {
    const [next] = expected;
    if (next && next.name === field.name && sameField(next, field, relocation)) expected.shift();
    else if (fresh.includes(field.name)) fresh.splice(fresh.indexOf(field.name), 1);
    else
      throw new Error(next ? `The field ${next.name} has changed: ${field.name}.` : `The field ${field.name} is new.`);
  }
  if (expected[0]) throw new Error(`The field ${expected[0].name} is lost.`);
}

function sameField(before: Field, after: Field, relocation: Relocation): boolean {
  if ('digest' in before) return 'digest' in after && before.digest === after.digest;
  if ('offsets' in before) {
    // Positions outside of the file lead nowhere, before and after.
    const moved = Array.from(before.offsets, (offset) => relocation.positionOf(offset));
    return (
      'offsets' in after &&
      moved.every((offset, index) => offset === null || offset === after.offsets[index]) &&
      moved.length === after.offsets.length
    );
  }
  if (!('start' in after) || !relocation.keepsRange(before.start, before.end)) return false;
  const empty = before.start === before.end && after.start === after.end;
  return (
    empty ||
    (relocation.positionOf(before.start) === after.start && after.end - after.start === before.end - before.start)
  );
}
