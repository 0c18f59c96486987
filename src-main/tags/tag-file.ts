import { AppError, fromFileSystemError, throwIfCancelled, toErrorData } from '../contract/app-error.ts';
import type { WritingRules } from '../contract/settings.ts';
import type { TagNote } from '../contract/values.ts';
import { readAttributes } from '../files/attributes.ts';
import { temporaryName } from '../files/temporary-file.ts';
import type { ByteSource } from '../formats/byte-source.ts';
import { openSource } from '../formats/byte-source.ts';
import { findEditor, shownGenres } from '../formats/tag-editors.ts';
import type { GenreWriting, TagEdit, TagReading } from '../formats/tag-format.ts';
import type { FieldWrite, TagChange } from '../contract/tags.ts';
import type { Delta } from './delta-steps.ts';
import { createDelta } from './delta.ts';
import { keepLiterals } from './delta-store.ts';
import { factsOf } from './file-facts.ts';
import { changesAny, textChangesOf } from './further-fields.ts';
import { LeftForRepair, overwriteByCopy, overwriteByDelta } from './in-place.ts';
import type { Journal } from './journal.ts';
import type { OriginalFile } from './original-file.ts';
import { openOriginal, requireUnchanged, resolvePath } from './original-file.ts';
import type { Manner, Replacement } from './replace-file.ts';
import { moveOver, prepareCopy, WrittenButUnsure } from './replace-file.ts';
import type { RewrittenCopy } from './rewritten-copy.ts';
import { createCopy, requireIntact, writePieces } from './rewritten-copy.ts';
import { readOtherTags, requireSameTags } from './second-reader.ts';
import type { SoundComparison } from './sound-comparison.ts';
import { verifyEdit } from './verify-edit.ts';

/** What a write needs. */
export interface TagFileContext {
  readonly journal: Journal;
  /** Number of the file within its batch. */
  readonly file: number;
  readonly sound: SoundComparison;
  readonly syncFolder: (folder: string) => Promise<void>;
  readonly rules: WritingRules;
  /** Whose prediction it is; empty for the user's own labels. */
  readonly model: string;
  /** Of the file's bytes; with others it is left as it is. */
  readonly expectedSha256?: string;
  readonly signal?: AbortSignal;
}

/** What a file is given. */
export type TagContent = Pick<TagChange, 'genres' | 'keepsGenres' | 'fields'>;

/**
 * Gives one file other genres and further fields: copy beside it → write there → verify → journal what undo needs → fsync → rename over.
 * Whenever it stops, the file is wholly old or wholly new.
 * @returns what a person must hear of it
 * @throws AppError; the file is then as it was
 */
export async function tagFile(
  givenPath: string,
  content: TagContent,
  context: TagFileContext,
): Promise<readonly TagNote[]> {
  const { journal, file } = context;
  const path = await resolvePath(givenPath);
  throwIfCancelled(context.signal);
  const original = await openOriginal(path);
  try {
    const job = await planEdit(original, content, context);
    if (!job) return ['nothing-new'];
    const temporary = temporaryName(path);
    await journal.append({ kind: 'begun', file, path, temporary }, true);
    const isTimeKept = await writeJob(job, temporary, context);
    return isTimeKept ? job.edit.notes : [...job.edit.notes, 'time-not-kept'];
  } catch (error) {
    if (error instanceof WrittenButUnsure || error instanceof LeftForRepair) throw error.failure;
    throw fromFileSystemError(error, 'file-read-only');
  } finally {
    await original.handle.close();
  }
}

interface EditJob {
  readonly original: OriginalFile;
  readonly source: ByteSource;
  /** What a tag that is new gets, and all others that do not keep theirs. */
  readonly genres: readonly string[];
  readonly writing: GenreWriting;
  readonly fields: readonly FieldWrite[];
  readonly before: TagReading;
  readonly edit: TagEdit;
  readonly read: (source: ByteSource) => Promise<TagReading>;
}

/**
 * Everything that can be refused before anything is written.
 * @returns null where the file has all that it shall have
 */
async function planEdit(
  original: OriginalFile,
  { genres: wanted, keepsGenres = false, fields = [] }: TagContent,
  { rules, sound }: TagFileContext,
): Promise<EditJob | null> {
  if (original.looked.nlink > 1n && rules.hardLinks === 'leave') throw new AppError('hard-linked');
  const source = await openSource(original.handle);
  if (source.size === 0) throw new AppError('file-empty');
  const editor = await findEditor(source);
  if (!editor) {
    // What is no sound at all is said to be none.
    await sound.requireSound(original.path);
    throw new AppError('tags-unsupported', 'This kind of file has no tags that could be written safely.');
  }
  const before = await editor.read(source);
  const tags = before.tags.flatMap(({ texts }) => texts ?? []);
  if (keepsGenres && !fields.some((write) => changesAny(tags, write))) return null;
  const genres = keepsGenres ? shownGenres(before.tags) : wanted;
  const writing = { separator: rules.genreSeparator, keepsGenres, texts: textChangesOf(fields) };
  const edit = await editor.edit(source, genres, writing);
  return { original, source, genres, writing, fields, before, edit, read: editor.read };
}

/**
 * A line that ends the file's story is only written once nothing is left beside it: else the next start clears up.
 * @returns whether the file has the time that it shall have
 */
async function writeJob(job: EditJob, temporary: string, context: TagFileContext): Promise<boolean> {
  const { journal, file } = context;
  let copy: RewrittenCopy | null = null;
  let placed: Placed;
  try {
    copy = await createCopy(temporary);
    const written = await writeVerifiedCopy(job, copy, context);
    throwIfCancelled(context.signal);
    placed = await putInPlace(written, context);
  } catch (error) {
    if (error instanceof LeftForRepair) {
      await copy?.release();
      throw error;
    }
    const isGone = (await copy?.discard()) ?? true;
    const isWritten = error instanceof WrittenButUnsure;
    const failure = toErrorData(fromFileSystemError(error, 'file-read-only'));
    if (isGone)
      await journal
        .append(isWritten ? { kind: 'written', file } : { kind: 'abandoned', file, ...failure })
        .catch(() => undefined);
    throw error;
  }
  // The file is written; should this line be lost, the next start finds out by the file's hash.
  if (placed.isCopyGone) await journal.append({ kind: 'written', file }).catch(() => undefined);
  return placed.isTimeKept;
}

interface WrittenCopy {
  readonly replacement: Replacement;
  readonly delta: Delta;
  readonly manner: Manner;
}

async function writeVerifiedCopy(job: EditJob, copy: RewrittenCopy, context: TagFileContext): Promise<WrittenCopy> {
  const { original, source, edit, genres, writing, fields, before } = job;
  const { journal, file, rules, expectedSha256 } = context;
  const attributes = await readAttributes(original.handle);
  const sha256 = await writePieces(source, edit.pieces, copy.handle);
  if (expectedSha256 !== undefined && sha256.before !== expectedSha256)
    throw new AppError('file-changed', 'The file was changed since its original bytes were restored.');
  const after = await job.read(await openSource(copy.handle));
  verifyEdit(before, after, { ...edit, ...writing, genres, size: source.size });
  await verifyByOthers(job, copy.path, context.sound).catch(async (error: unknown) => {
    // They read the original by its name: somebody may have changed it since it was opened.
    await requireUnchanged(original);
    throw error;
  });
  const modified = rules.keepModificationTime ? attributes.modified : null;
  const replacement = { original, copy, sha256, attributes, modified, mayLoseAttributes: rules.mayLoseAttributes };
  const manner = await prepareCopy(replacement);
  const delta = await createDelta(source, edit.pieces);
  const kept = await keepLiterals(delta.literals, journal, file);
  const facts = factsOf(sha256.before, source.size, attributes);
  await journal.append(
    {
      kind: 'prepared',
      file,
      path: original.path,
      temporary: copy.path,
      before: facts,
      afterSha256: sha256.after,
      steps: [...delta.steps],
      genresBefore: [...shownGenres(before.tags)],
      genresAfter: [...genres],
      ...(fields.length > 0 && { fields: [...fields] }),
      ...(writing.keepsGenres && { keepsGenres: true }),
      model: context.model,
      ...kept,
    },
    true,
  );
  return { replacement, delta, manner };
}

/** Other programs than ours see the same sound and the same tags. */
async function verifyByOthers(
  { original: { path }, before: { fields }, fields: changed }: EditJob,
  copy: string,
  sound: SoundComparison,
): Promise<void> {
  const names = changed.map(({ field }) => field);
  const hasTagsAround = fields.some(({ name }) => name === 'sound');
  const [isSameRecording, otherBefore, otherAfter] = await Promise.all([
    sound.isSame(path, copy, hasTagsAround),
    readOtherTags(path, names),
    readOtherTags(copy, names, path),
  ]);
  if (!isSameRecording) throw new AppError('tags-verification-failed', 'The audio would have changed.');
  requireSameTags(otherBefore, otherAfter);
}

/** What has come of putting a copy into an original's place. */
interface Placed {
  readonly isTimeKept: boolean;
  readonly isCopyGone: boolean;
}

async function putInPlace(
  { replacement, delta, manner }: WrittenCopy,
  { journal, file, syncFolder }: TagFileContext,
): Promise<Placed> {
  const { original, copy, sha256, attributes, modified } = replacement;
  if (manner === 'rename') {
    await moveOver(replacement, syncFolder);
    return { isTimeKept: true, isCopyGone: true };
  }
  await requireIntact(copy, sha256.after);
  await requireUnchanged(original);
  await journal.append({ kind: 'overwriting', file }, true);
  let isTimeKept: boolean;
  try {
    isTimeKept = await overwriteByCopy(original.path, copy.handle, sha256.after, modified === null ? null : attributes);
  } catch (error) {
    await overwriteByDelta(original.path, copy.handle, delta, sha256.before, attributes).catch(() => {
      throw new LeftForRepair(error);
    });
    throw error;
  }
  return { isTimeKept, isCopyGone: await copy.discard() };
}
