import { apeFieldOf, createApe } from './apev2.ts';
import type { ByteSource } from './byte-source.ts';
import { framesOfId3v1 } from './id3v1.ts';
import type { TextFrame } from './id3v2.ts';
import { createTag } from './id3v2.ts';
import { fresh, keep } from './pieces.ts';
import type { Surroundings } from './surrounding-tags.ts';
import { editAround, findSurroundings, readAround } from './surrounding-tags.ts';
import type { TagNote } from '../contract/values.ts';
import type { GenreWriting, TagEdit, TagEditor, TagGenres, TagReading } from './tag-format.ts';
import { needsTag } from './tag-format.ts';

/**
 * Sound without a container of its own, with tags around it. MP3 and AAC (ADTS) get a new ID3v2 tag in front where they
 * have neither ID3v2 nor APE; Musepack, WavPack and Monkey’s Audio a new APEv2 tag behind the sound where they have
 * none.
 */
export const mpegAudioEditor: TagEditor = {
  read,
  readGenres,
  edit: (source, genres, writing) => edit(source, genres, writing, 'ID3v2'),
};

/** See {@link mpegAudioEditor}. */
export const apeFamilyEditor: TagEditor = {
  read,
  readGenres,
  edit: (source, genres, writing) => edit(source, genres, writing, 'APE'),
};

/** How much most players believe a tag. */
const RANKS: readonly string[] = ['ID3v2', 'APE', 'ID3v1'];

async function read(source: ByteSource): Promise<TagReading> {
  const surroundings = await findSurroundings(source);
  const { tags, front, back } = await readAround(source, surroundings);
  const rankOf = (tag: string): number => RANKS.findIndex((name) => tag.startsWith(name));
  const sound = { name: 'sound', start: surroundings.start, end: surroundings.end };
  return { tags: tags.toSorted((a, b) => rankOf(a.tag) - rankOf(b.tag)), fields: [...front, sound, ...back] };
}

async function readGenres(source: ByteSource): Promise<readonly TagGenres[]> {
  return (await read(source)).tags;
}

async function edit(
  source: ByteSource,
  genres: readonly string[],
  writing: GenreWriting,
  usual: 'ID3v2' | 'APE',
): Promise<TagEdit> {
  const surroundings = await findSurroundings(source);
  const { start, end } = surroundings;
  const kinds = [...surroundings.leading, ...surroundings.trailing].map(({ kind }) => kind);
  const hasTag = kinds.includes('APE') || kinds.includes('ID3v2');
  if (hasTag || !needsTag(genres, writing))
    return {
      pieces: await editAround(source, surroundings, genres, writing, [keep(start, end)]),
      added: [],
      notes: [],
    };
  // Many players look no further than the better tag: a new one repeats what the old ID3v1 tag says.
  const { frames, notes } = await framesOfOldTag(source, surroundings);
  const inner =
    usual === 'ID3v2'
      ? [fresh(createTag(genres, frames, writing)), keep(start, end)]
      : [keep(start, end), fresh(createApe(genres, frames, writing))];
  const added = frames.flatMap(({ id }) => (usual === 'ID3v2' ? [`ID3v2/${id}`] : apeFieldOf(id)));
  return { pieces: await editAround(source, surroundings, genres, writing, inner), added, notes };
}

async function framesOfOldTag(
  source: ByteSource,
  { trailing }: Surroundings,
): Promise<{ frames: TextFrame[]; notes: TagNote[] }> {
  const tag = trailing.find(({ kind }) => kind === 'ID3v1');
  if (!tag) return { frames: [], notes: [] };
  const { frames, isWhole } = framesOfId3v1(await source.read(tag.start, tag.end - tag.start));
  return { frames, notes: isWhole ? [] : ['text-not-copied'] };
}
