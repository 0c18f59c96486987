import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OFFERED_NETWORKS } from '../contract/networks.ts';
import type { OfferedNetworkName } from '../contract/values.ts';
import { OFFERED_NETWORK_NAMES } from '../contract/values.ts';
import type { Download } from '../download/downloads.ts';
import { downloadOf } from '../download/downloads.ts';
import { fetchPinnedFile } from '../download/fetch-pinned-file.ts';
import { createNodeGet } from '../download/node-get.ts';
import { forgetPart, keptBytes } from '../download/part-file.ts';
import { AppError } from '../contract/app-error.ts';
import { fsPath } from '../files/fs-path.ts';
import { texts } from '../texts/index.ts';
import { addNetwork, requireFreeName } from '../use-cases/training/add-network.ts';
import { convertNetwork } from '../use-cases/training/convert-network.ts';
import { canAsk, isAgreed } from './ask.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './command.ts';
import { EXIT, print, printJson, say, sayText } from './output.ts';
import { createProgress } from './progress.ts';

const words = texts.networks.command;

/** What the user said beside the name. */
export interface AddOptions {
  /** Agrees to licence and download. */
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * `genrescope models add`: adds a network by its name, or what lies at a path.
 * @returns the exit status
 * @throws UsageError where the text is neither; AppError as `addNetwork` and `fetchPinnedFile`
 */
export async function addNamedNetwork(
  nameOrPath: string,
  options: AddOptions,
  context: CommandContext,
): Promise<number> {
  const name = OFFERED_NETWORK_NAMES.find((each) => each === nameOrPath);
  if (name) return addOffered(name, options, context);
  if (!(await isThere(nameOrPath)))
    throw new UsageError(`“${nameOrPath}” is neither a file nor one of ${OFFERED_NETWORK_NAMES.join(', ')}.`);
  return add(nameOrPath, options, context);
}

async function addOffered(name: OfferedNetworkName, options: AddOptions, context: CommandContext): Promise<number> {
  const { downloads, models } = context.paths;
  const download = downloadOf(name, process.env);
  await requireFreeName(name, { models, modelRoots: context.modelRoots });
  sayText(words.about({ ...OFFERED_NETWORKS[name], ...download }));
  const received = await keptBytes(downloads, download);
  if (received > 0) say(words.resuming({ received }));
  sayText(`\n${texts.licences[name]}`);
  if (!options.yes && !canAsk()) {
    say(words.unasked);
    return EXIT.usage;
  }
  if (!options.yes && !(await isAgreed(words.question, context.signal))) {
    say(words.declined);
    return EXIT.cancelled;
  }
  const status = await add(await fetchFile(download, context), options, context);
  await forgetPart(downloads, download);
  return status;
}

async function add(path: string, { json }: AddOptions, { paths, modelRoots }: CommandContext): Promise<number> {
  const { models } = paths;
  const name = await addNetwork(path, { models, modelRoots, convert: convertNetwork });
  const folder = join(models, name);
  if (json) printJson({ status: 'added', name, folder });
  else print(words.added({ name, folder }));
  return EXIT.ok;
}

async function fetchFile(download: Download, { paths, signal }: CommandContext): Promise<string> {
  const progress = createProgress('kB');
  try {
    return await fetchPinnedFile(download, {
      ...download,
      signal,
      folder: paths.downloads,
      get: createNodeGet({ environment: process.env }),
      onProgress: ({ received, total }) => progress.step(Math.round(received / 1e3), Math.round(total / 1e3), 0),
    });
  } catch (error) {
    progress.finish();
    if (error instanceof AppError && error.code === 'cancelled') say(words.kept);
    throw error;
  } finally {
    progress.finish();
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(fsPath(path)).catch(() => null)) !== null;
}
