import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';

/** Nothing that is read is longer. */
const LONGEST_NOTES = 20_000;
const MOST_BYTES = 4 * 1024 ** 3;
const SHA512 = /^[A-Za-z0-9+/]{86}==$/;

const noteSchema = z.object({ note: z.string().nullable() });

/** What the update server says of its newest version; electron-updater has not looked at it closely. */
const versionSchema = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+[\w.+-]{0,60}$/),
  files: z
    .array(
      z.object({
        url: z.string().max(2_000),
        sha512: z.string().regex(SHA512),
        size: z.number().int().positive().max(MOST_BYTES),
      }),
    )
    .min(1)
    .max(50),
  releaseNotes: z.union([z.string(), z.array(noteSchema)]).nullish(),
});

/** A version that the server has. */
export interface OfferedVersion {
  readonly version: string;
  readonly notes: string;
  /** Of the file for this installation; null where there is none. */
  readonly bytes: number | null;
}

/**
 * Reads what the server says.
 * @param extension of the file that this installation needs; null where it needs none
 * @throws AppError update-refused where something is missing, or no file has the extension
 */
export function parseOffered(info: unknown, extension: string | null): OfferedVersion {
  const parsed = versionSchema.safeParse(info);
  if (!parsed.success) throw new AppError('update-refused', issueOf(parsed.error));
  const { version, files, releaseNotes } = parsed.data;
  const fitting = files.filter(({ url }) => extension !== null && url.toLowerCase().endsWith(`.${extension}`));
  // As electron-updater chooses: the one that names the processor, else the first. Without one it takes any file.
  const file = fitting.find(({ url }) => url.includes(process.arch)) ?? fitting[0];
  if (extension !== null && !file) throw new AppError('update-refused', `${version} has no .${extension} file.`);
  return { version, notes: plainNotes(releaseNotes ?? ''), bytes: file?.size ?? null };
}

function issueOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
}

/** Release notes as text. GitHub's are HTML where the release’s file has none; it is shown as text in any case. */
function plainNotes(notes: string | readonly z.infer<typeof noteSchema>[]): string {
  const text = typeof notes === 'string' ? notes : notes.map(({ note }) => note ?? '').join('\n\n');
  const bounded = text.slice(0, LONGEST_NOTES);
  return (/<(p|ul|li|h\d|br)\b/i.test(bounded) ? withoutMarks(bounded) : bounded).trim();
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

function withoutMarks(html: string): string {
  return html
    .replace(/<li\b[^>]*>/gi, '\n- ')
    .replace(/<\/(p|ul|h\d)>|<br\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\n{3,}/g, '\n\n');
}
