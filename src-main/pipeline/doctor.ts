import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { toErrorData } from '../contract/app-error.ts';
import type { DoctorItem, ProviderReport } from '../contract/types.ts';
import { locateFfmpeg } from './decode/locate-ffmpeg.ts';
import { obstacleTo, providersToTry } from './model/execution-providers.ts';
import { listModels } from './model/model-folder.ts';
import { runtimeVersion } from './model/session.ts';

/** What the check looks at. */
export interface DoctorOptions {
  readonly home: string;
  readonly modelRoots: readonly string[];
  readonly ffmpegPath: string | null;
  /** What really runs, where that is known. */
  readonly provider: ProviderReport | null;
}

/** Looks at everything that the app stands on. Changes nothing. */
export async function examineSystem(options: DoctorOptions): Promise<DoctorItem[]> {
  return [
    { name: 'Platform', status: 'ok', detail: `${process.platform} ${process.arch}, Node ${process.versions.node}${process.versions['electron'] ? `, Electron ${process.versions['electron']}` : ''}`, advice: null },
    await examineFfmpeg(options.ffmpegPath),
    { name: 'ONNX Runtime', status: 'ok', detail: runtimeVersion(), advice: null },
    await examineProviders(options.provider),
    await examineModels(options.modelRoots),
    await examineHome(options.home),
  ];
}

/** The nearest folder that exists must let us write, or make what is missing. */
async function examineHome(home: string): Promise<DoctorItem> {
  for (let folder = resolve(home); ; folder = dirname(folder)) {
    const isThere = await access(folder).then(() => true, () => false);
    if (!isThere && folder !== dirname(folder)) continue;
    const isWritable = await access(folder, constants.W_OK).then(() => true, () => false);
    return { name: 'Data folder', status: isWritable ? 'ok' : 'missing', detail: home, advice: isWritable ? null : `${folder} cannot be written; set GENRESCOPE_HOME to another folder.` };
  }
}

async function examineFfmpeg(configured: string | null): Promise<DoctorItem> {
  try {
    const { source, executable, version, passedOver } = await locateFfmpeg(configured);
    const detail = `${version} (${source}${executable ? `: ${executable}` : ''})${passedOver.length > 0 ? `; ${passedOver.join('; ')}` : ''}`;
    const builtIn = source === 'webassembly';
    return { name: 'FFmpeg', status: builtIn ? 'warning' : 'ok', detail, advice: builtIn ? 'Decoding works but is slower; install FFmpeg to speed it up.' : null };
  } catch (error) {
    return { name: 'FFmpeg', status: 'missing', detail: toErrorData(error).message, advice: 'Correct the setting or GENRESCOPE_FFMPEG.' };
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

async function examineModels(roots: readonly string[]): Promise<DoctorItem> {
  const models = await listModels(roots);
  if (models.length === 0) return { name: 'Models', status: 'missing', detail: 'none', advice: 'Reinstall the app, or train one.' };
  return { name: 'Models', status: 'ok', detail: models.map(({ name, genres }) => `${name} (${genres.length} genres)`).join(', '), advice: null };
}
