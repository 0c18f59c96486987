import { access, mkdtemp, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { toErrorData } from '../contract/app-error.ts';
import type { DoctorItem } from '../contract/app-state.ts';
import type { ProviderReport } from '../contract/scan.ts';
import { systemCalls } from '../files/system-calls.ts';
import { locateFfmpeg } from './decode/locate-ffmpeg.ts';
import { brokenModels } from './model/broken-models.ts';
import { obstacleTo, providersToTry } from './model/execution-providers.ts';
import { installedCards } from './model/model-folder.ts';
import { runtimeVersion } from './model/session.ts';

/** The inputs of the check. */
export interface DoctorOptions {
  readonly home: string;
  readonly modelRoots: readonly string[];
  readonly ffmpegPath: string | null;
  /** What really runs, where that is known. */
  readonly provider: ProviderReport | null;
}

/** Checks everything that the app depends on. Changes nothing. */
export async function examineSystem(options: DoctorOptions): Promise<DoctorItem[]> {
  return [
    {
      name: 'Platform',
      status: 'ok',
      detail: `${process.platform} ${process.arch}, Node ${process.versions.node}${process.versions['electron'] ? `, Electron ${process.versions['electron']}` : ''}`,
      advice: null,
    },
    await examineFfmpeg(options.ffmpegPath),
    { name: 'ONNX Runtime', status: 'ok', detail: runtimeVersion(), advice: null },
    await examineProviders(options.provider),
    ...(await examineModels(options.modelRoots)),
    await examineHome(options.home),
    examineAttributes(),
  ];
}

/** Whether a file keeps its attributes when it is written. */
function examineAttributes(): DoctorItem {
  const name = 'File attributes';
  if (systemCalls)
    return { name, status: 'ok', detail: 'extended attributes, access lists and exact times are kept', advice: null };
  const detail =
    'permissions, owner and times are kept; extended attributes and access lists cannot be read on this system';
  return {
    name,
    status: 'warning',
    detail,
    advice: 'Files with such attributes lose them when they are written.',
  };
}

/** Whether the data folder, or the nearest existing folder above it, is writable: tested by creating a folder. */
async function examineHome(home: string): Promise<DoctorItem> {
  for (let folder = resolve(home); ; folder = dirname(folder)) {
    const isThere = await access(folder).then(
      () => true,
      () => false,
    );
    if (!isThere && folder !== dirname(folder)) continue;
    const isWritable = await mkdtemp(join(folder, '.genrescope-'))
      .then(rmdir)
      .then(
        () => true,
        () => false,
      );
    return {
      name: 'Data folder',
      status: isWritable ? 'ok' : 'missing',
      detail: home,
      advice: isWritable ? null : `The folder ${folder} cannot be written. Set GENRESCOPE_HOME to another folder.`,
    };
  }
}

async function examineFfmpeg(configured: string | null): Promise<DoctorItem> {
  try {
    const { source, executable, version, passedOver } = await locateFfmpeg(configured);
    const detail = `${version} (${source}${executable ? `: ${executable}` : ''})${passedOver.length > 0 ? `; ${passedOver.join('; ')}` : ''}`;
    const builtIn = source === 'webassembly';
    return {
      name: 'FFmpeg',
      status: builtIn ? 'warning' : 'ok',
      detail,
      advice: builtIn ? 'Decoding works, but slowly. Install FFmpeg to speed it up.' : null,
    };
  } catch (error) {
    return {
      name: 'FFmpeg',
      status: 'missing',
      detail: toErrorData(error).message,
      advice: 'Correct the path of FFmpeg in the settings, or GENRESCOPE_FFMPEG.',
    };
  }
}

async function examineProviders(provider: ProviderReport | null): Promise<DoctorItem> {
  const attempts = provider?.attempts ?? (await obstacles());
  const reasons = attempts.map(({ provider: name, reason }) => `${name}: ${reason}`).join('; ');
  const active = provider?.active ? `${provider.active} is in use` : 'not started yet';
  return { name: 'Processor', status: 'ok', detail: reasons ? `${active}; ${reasons}` : active, advice: null };
}

async function obstacles(): Promise<ProviderReport['attempts']> {
  const found: ProviderReport['attempts'][number][] = [];
  for (const provider of providersToTry('auto', process.platform)) {
    const reason = await obstacleTo(provider);
    if (reason) found.push({ provider, reason });
  }
  return found;
}

/** The models that can be used in one line, and each that is broken in one of its own. */
async function examineModels(roots: readonly string[]): Promise<DoctorItem[]> {
  const broken = await brokenModels(roots);
  const models = (await installedCards(roots))
    .filter(({ folder }) => !broken.some((each) => each.folder === folder))
    .map(({ card }) => card);
  const usable: DoctorItem =
    models.length === 0
      ? {
          name: 'Models',
          status: 'missing',
          detail: 'no model can be used',
          advice: 'Reinstall the app, or train a model.',
        }
      : {
          name: 'Models',
          status: 'ok',
          detail: models.map(({ name, genres }) => `${name} (${genres.length} genres)`).join(', '),
          advice: null,
        };
  return [
    usable,
    ...broken.map(({ name, folder, reason }): DoctorItem => ({
      name: `Model ${name}`,
      status: 'missing',
      detail: `broken: ${reason}`,
      advice: `Restore the files in ${folder}, or delete the folder. Reinstalling restores the models that come with the app.`,
    })),
  ];
}
