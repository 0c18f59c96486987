import { existsSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { AppError } from '../../contract/app-error.ts';
import type { PinnedArchive } from '../../contract/pinned-archives.ts';
import { CUDA_PROVIDER_ARCHIVE, CUDA_PROVIDER_RELEASE, FFMPEG_ARCHIVES } from '../../contract/pinned-archives.ts';
import { createNodeGet } from '../../download/node-get.ts';
import { archiveFolder } from '../../files/app-home.ts';
import { installedFfmpeg } from '../../pipeline/decode/installed-ffmpeg.ts';
import { ffmpegVersion } from '../../pipeline/decode/locate-ffmpeg.ts';
import { runtimeFolder } from '../../pipeline/model/execution-providers.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { installArchive } from '../install/install-archive.ts';
import { EXIT, print, say } from '../output.ts';
import { createProgress } from '../progress.ts';

const PATIENCE_MILLISECONDS = 30_000;
const PLATFORM = `${process.platform}-${process.arch}`;

/** `genrescope install`: fetches programs of others that are not in the package registry. */
export const install: Command = {
  help: `Usage: genrescope install ffmpeg | cuda

Fetches one archive from the Python Package Index and checks its size and SHA-256, which are written in Genrescope itself,
before anything of it is unpacked. A wrong archive is deleted.
  ffmpeg   FFmpeg’s program, into the folder of the app's own data
  cuda     ONNX Runtime’s CUDA provider (Linux x64); needs an NVIDIA driver, CUDA 13 and cuDNN 9
`,
  async run(args, context) {
    const { positionals } = parseOptions(args, {}, z.object({}));
    const [name, stray] = positionals;
    const installer = name !== undefined && Object.hasOwn(INSTALLERS, name) ? INSTALLERS[name] : undefined;
    if (!installer || stray !== undefined) throw new UsageError('Name one of: ffmpeg, cuda.');
    return installer(context);
  },
};

const INSTALLERS: Readonly<Record<string, (context: CommandContext) => Promise<number>>> = {
  ffmpeg: installFfmpeg,
  cuda: installCudaProvider,
};

async function installFfmpeg(context: CommandContext): Promise<number> {
  const archive = FFMPEG_ARCHIVES[PLATFORM];
  if (!archive) return refuse(`There is no FFmpeg to fetch for ${PLATFORM}. Genrescope runs without it.`);
  const folder = await ensureArchive('ffmpeg', archive, context);
  const program = installedFfmpeg(process.env) ?? folder;
  const version = await ffmpegVersion(program);
  if (version === null) {
    await rm(folder, { recursive: true, force: true });
    throw new AppError('decoder-missing', `The FFmpeg for ${PLATFORM} does not run on this system; it was deleted.`);
  }
  print(`FFmpeg ${version} is installed: ${program}`);
  return EXIT.ok;
}

/** ONNX Runtime looks for its providers beside itself: there are links there to what lies among the app's data. */
async function installCudaProvider(context: CommandContext): Promise<number> {
  if (PLATFORM !== 'linux-x64')
    return refuse(
      `ONNX Runtime has CUDA libraries for Linux x64 only, not for ${PLATFORM}. Genrescope runs without them.`,
    );
  if (packageJson.dependencies['onnxruntime-node'] !== CUDA_PROVIDER_RELEASE)
    return refuse(`The CUDA libraries are of ONNX Runtime ${CUDA_PROVIDER_RELEASE}, and another one is in use.`);
  const folder = await ensureArchive('onnxruntime-cuda', CUDA_PROVIDER_ARCHIVE, context);
  const links = Object.values(CUDA_PROVIDER_ARCHIVE.members).map(
    (name) => [join(folder, name), runtimeFolder()] as const,
  );
  try {
    for (const [library, place] of links) await replaceLink(library, join(place, basename(library)));
  } catch (error) {
    if (!isDenied(error)) throw error;
    const commands = links.map(([library, place]) => `  sudo ln -sf "${library}" "${place}/"`);
    return refuse(
      `The app’s folder belongs to the system. Let root link the CUDA libraries into it:\n${commands.join('\n')}`,
    );
  }
  print(
    `The CUDA libraries are installed: ${folder}. They need an NVIDIA driver, CUDA 13 and cuDNN 9 on this machine.`,
  );
  return EXIT.ok;
}

async function replaceLink(target: string, link: string): Promise<void> {
  await rm(link, { force: true });
  await symlink(target, link);
}

function isDenied(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
}

function refuse(reason: string): number {
  say(reason);
  return EXIT.usage;
}

/** @returns the folder of an archive's members, fetched where they are not there @throws AppError as installArchive */
async function ensureArchive(name: string, archive: PinnedArchive, { paths, signal }: CommandContext): Promise<string> {
  const folder = archiveFolder(name, archive, process.env);
  if (existsSync(folder)) return folder;
  say(`Fetching ${archive.address} (${Math.round(archive.bytes / 1e6)} MB)`);
  const progress = createProgress('kB');
  try {
    await installArchive(archive, folder, {
      signal,
      folder: paths.downloads,
      get: createNodeGet({ environment: process.env }),
      testOrigin: null,
      patienceMilliseconds: PATIENCE_MILLISECONDS,
      onProgress: ({ received, total }) => progress.step(Math.round(received / 1e3), Math.round(total / 1e3), 0),
    });
  } finally {
    progress.finish();
  }
  return folder;
}
