import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { AppPaths } from '../library/app-paths.ts';
import { DEFAULT_MODEL } from '../contract/settings.ts';
import { ANALYSIS_WINDOWS, PROVIDER_CHOICES } from '../contract/values.ts';
import type { DataFolder } from '../files/data-folder.ts';
import type { FileReader } from '../pipeline/scan/file-reader.ts';

/** Where a command runs. */
export interface CommandContext {
  readonly paths: AppPaths;
  /** Where they lie, and why there. */
  readonly dataFolder: DataFolder;
  readonly modelRoots: readonly string[];
  /** Folder of the built workers. */
  readonly workerFolder: string;
  readonly reader: FileReader;
  /** Aborted by the first Ctrl+C. */
  readonly signal: AbortSignal;
}

/** One command of the command line. */
export interface Command {
  readonly help: string;
  /** @returns the exit status */
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

/** Invalid arguments; the help of the command is printed after the message. */
export class UsageError extends Error {}

/** Parses options by Node's rules and checks them with zod. @throws UsageError */
export function parseOptions<Schema extends z.ZodType>(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  schema: Schema,
): { readonly options: z.infer<Schema>; readonly positionals: readonly string[] } {
  let parsed: { values: object; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const checked = schema.safeParse(parsed.values);
  if (checked.success) return { options: checked.data, positionals: parsed.positionals };
  const [issue] = checked.error.issues;
  throw new UsageError(`--${issue?.path.join('.')}: ${issue?.message}`);
}

/** Options of a command that takes nothing else. @throws UsageError */
export function parseOptionsAlone<Schema extends z.ZodType>(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  schema: Schema,
): z.infer<Schema> {
  const parsed = parseOptions(args, options, schema);
  const [stray] = parsed.positionals;
  if (stray !== undefined) throw new UsageError(`Unexpected argument “${stray}”.`);
  return parsed.options;
}

/** Options that every analysing command has. */
export const ANALYSIS_OPTIONS = {
  model: { type: 'string' },
  window: { type: 'string' },
  provider: { type: 'string' },
  jobs: { type: 'string' },
  json: { type: 'boolean' },
  'left-out': { type: 'boolean' },
} as const;

/** See {@link ANALYSIS_OPTIONS}. */
export const analysisOptionsSchema = z.object({
  model: z.string().optional(),
  window: z.enum(ANALYSIS_WINDOWS).optional(),
  provider: z.enum(PROVIDER_CHOICES).optional(),
  jobs: z.coerce.number().int().min(1).max(64).optional(),
  json: z.boolean().default(false),
  'left-out': z.boolean().default(false),
});

/** The help text of {@link ANALYSIS_OPTIONS}. */
export const ANALYSIS_HELP = `  --model MODEL      the name or the folder of a model (default: the setting, else ${DEFAULT_MODEL})
  --window W         30s: the middle 30 seconds (default); full: the whole track; 3x10s: three segments of 10 seconds
  --provider P       auto, cuda, webgpu, directml, coreml or cpu
  --jobs N           number of files analysed at once (default: processor cores plus one)
  --left-out         list the files and folders that are left out, with the reason
  --json             JSON Lines on stdout and nothing else there`;
