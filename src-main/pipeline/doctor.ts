import { access, mkdtemp, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { toErrorData } from '../contract/app-error.ts';
import type { DoctorItem } from '../contract/app-state.ts';
import type { ProviderReport } from '../contract/scan.ts';
import type { DataFolderReason } from '../contract/values.ts';
import { listCrashReports } from '../files/crash-reports.ts';
import type { DataFolder } from '../files/data-folder.ts';
import { systemCalls } from '../files/system-calls.ts';
import { locateFfmpeg } from './decode/locate-ffmpeg.ts';
import { brokenModels } from './model/broken-models.ts';
import { obstacleTo, providersToTry } from './model/execution-providers.ts';
import { installedCards } from './model/model-folder.ts';

/** What the check looks at. */
export interface DoctorOptions {
  readonly dataFolder: DataFolder;
  /** Folder of crash reports. */
  readonly crashes: string;
  readonly modelRoots: readonly string[];
  readonly ffmpegPath: string | null;
  /** What really runs, where that is known. */
  readonly provider: ProviderReport | null;
}

/** Looks at everything that the app stands on. Leaves nothing behind. */
export async function examineSystem(options: DoctorOptions): Promise<DoctorItem[]> {
  return [
    examinePlatform(),
    await examineFfmpeg(options.ffmpegPath),
    await examineRuntime(),
    await examineProviders(options.provider),
    ...(await examineModels(options.modelRoots)),
    await examineDataFolder(options.dataFolder),
    examineAttributes(),
    examineCrashes(options.crashes),
  ];
}

function examinePlatform(): DoctorItem {
  const { node, electron } = process.versions as typeof process.versions & { readonly electron?: string };
  const parts = [`${process.platform} ${process.arch}`, `Node ${node}`, ...(electron ? [`Electron ${electron}`] : [])];
  return { name: 'Platform', status: 'ok', detail: parts.join(', '), advice: null };
}

/** Loaded for this alone: the app computes in other processes, and need not start with it. */
async function examineRuntime(): Promise<DoctorItem> {
  const name = 'ONNX Runtime';
  try {
    const { runtimeVersion } = await import('./model/session.ts');
    return { name, status: 'ok', detail: runtimeVersion(), advice: null };
  } catch (error) {
    const detail = toErrorData(error).message;
    return { name, status: 'missing', detail, advice: 'No model can be used. Install the dependencies again.' };
  }
}

/** Whether what a file is beside its bytes stays when it is written. */
function examineAttributes(): DoctorItem {
  const name = 'File attributes';
  if (systemCalls)
    return { name, status: 'ok', detail: 'extended attributes, access lists and exact times are kept', advice: null };
  const detail = 'permissions, owner and times are kept; extended attributes and access lists cannot be seen here';
  return {
    name,
    status: 'warning',
    detail,
    advice: 'Files that carry such attributes lose them when they are written.',
  };
}

/** Crashes are no fault that the user could mend, so that nothing is missing. */
function examineCrashes(folder: string): DoctorItem {
  const name = 'Crash reports';
  const reports = listCrashReports(folder);
  if (reports.length === 0) return { name, status: 'ok', detail: 'none', advice: null };
  const megabytes = reports.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  return {
    name,
    status: 'warning',
    detail: `${reports.length} (${megabytes.toFixed(1)} MB) in ${folder}`,
    advice: 'Nothing was sent. Attach them to a report of the fault if you want; they may be deleted.',
  };
}

const DATA_FOLDER_WORDS: Readonly<Record<DataFolderReason, string>> = {
  option: 'named by --data-dir',
  environment: 'named by GENRESCOPE_HOME',
  portable: 'portable: it lies beside the program',
  default: 'the default place',
};

/** The nearest folder that exists must let us make what is missing; only doing so tells. */
async function examineDataFolder({ path, why }: DataFolder): Promise<DoctorItem> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
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
      detail: `${path} (${DATA_FOLDER_WORDS[why]})`,
      advice: isWritable
        ? null
        : `${folder} cannot be written. Allow it, or name another folder by --data-dir or GENRESCOPE_HOME.`,
    };
  }
}

/** By `npm run bench:decode`. */
const BUILT_IN_ADVICE =
  'Half-minutes take about as long as with most programs, whole tracks and the inspector about twice as long; ' +
  'install FFmpeg to speed those up.';

async function examineFfmpeg(configured: string | null): Promise<DoctorItem> {
  try {
    const { source, executable, version, passedOver } = await locateFfmpeg(configured);
    const place = executable ? `${source}: ${executable}` : source;
    const builtIn = source === 'webassembly';
    return {
      name: 'FFmpeg',
      status: builtIn ? 'warning' : 'ok',
      detail: [`${version} (${place})`, ...passedOver].join('; '),
      advice: builtIn ? BUILT_IN_ADVICE : null,
    };
  } catch (error) {
    return {
      name: 'FFmpeg',
      status: 'missing',
      detail: toErrorData(error).message,
      advice: 'Correct the setting or GENRESCOPE_FFMPEG.',
    };
  }
}

async function examineProviders(provider: ProviderReport | null): Promise<DoctorItem> {
  const attempts = provider?.attempts ?? (await obstacles());
  const reasons = attempts.map(({ provider: name, reason }) => `${name}: ${reason}`).join('; ');
  const active = provider?.active ? `${provider.active} runs` : 'not started yet';
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
          detail: 'none that can be used',
          advice: 'Reinstall the app, or train one.',
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
      advice:
        `${folder}: bring its files back, or remove the folder. ` +
        'A model that came with the app comes back by reinstalling.',
    })),
  ];
}
