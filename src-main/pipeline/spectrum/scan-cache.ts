import { createHash } from 'node:crypto';
import { access, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SpectrogramTile, SpectrumSettings, WaveformPeaks } from '../../contract/inspection.ts';
import type { KeptFile } from '../../files/drop-oldest.ts';
import { dropOldest } from '../../files/drop-oldest.ts';
import { fsPath } from '../../files/fs-path.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { foldPeaks } from './peak-folder.ts';
import type { AudioSource, KnownColumns, ScannedSpectrum } from './spectrum-scan.ts';

/** Where finished scans are kept, and how much room they may take; 0 keeps nothing. */
export interface CacheOptions {
  readonly folder: string;
  readonly limitBytes: number;
}

const FORMAT = 1;
const KEPT_POINTS = 2 ** 18;
const LARGEST_HEADER = 65_536;

const headerSchema = z.object({
  format: z.literal(FORMAT),
  path: z.string(),
  seconds: z.number(),
  spectrogram: z.object({
    framesPerColumn: z.number(),
    hopLength: z.number(),
    columns: z.number().int(),
    bins: z.number().int(),
  }),
  peaks: z.object({ samplesPerPoint: z.number(), points: z.number().int() }),
});

type Header = z.infer<typeof headerSchema>;

/** Keeps a finished scan and makes room for it. Failing to keep it is no failure. */
export async function keepScan(
  scan: ScannedSpectrum,
  settings: SpectrumSettings,
  { folder, limitBytes }: CacheOptions,
): Promise<void> {
  const file = await fileOf(scan.source.path, settings, folder);
  if (!file || limitBytes === 0) return;
  const spectrogram = scan.overview();
  const peaks = scan.peaks(KEPT_POINTS);
  const header: Header = {
    format: FORMAT,
    path: scan.source.path,
    seconds: scan.seconds,
    spectrogram: withoutLevels(spectrogram),
    peaks: { samplesPerPoint: peaks.samplesPerPoint, points: peaks.highest.length },
  };
  try {
    makeFolder(folder);
    await writeFile(
      `${file}.tile`,
      Buffer.concat([headerBytes(header), bytesOf(spectrogram.levels), bytesOf(peaks.highest), bytesOf(peaks.lowest)]),
    );
    await rename(`${file}.tile`, file);
    await makeRoom(folder, limitBytes);
  } catch {
    await rm(`${file}.tile`, { force: true });
  }
}

/** The scan of the file as it is now; null where none is kept. @param source of the path, waited for where one is */
export async function keptScan(
  path: string,
  source: Promise<AudioSource>,
  settings: SpectrumSettings,
  { folder }: CacheOptions,
): Promise<ScannedSpectrum | null> {
  const file = await fileOf(path, settings, folder);
  const bytes = file && (await readFile(file).catch(() => null));
  if (!file || !bytes) return null;
  const header = parseHeader(bytes);
  if (!header) return null;
  const { spectrogram, peaks } = header;
  const [levelBytes, pointBytes] = [spectrogram.columns * spectrogram.bins * 2, peaks.points * 4];
  const start = 4 + bytes.readUInt32LE(0);
  if (bytes.length !== start + levelBytes + 2 * pointBytes) return null;
  const at = (from: number, length: number) =>
    new Uint8Array(bytes.subarray(start + from, start + from + length)).buffer;
  // What was looked at last goes last.
  await utimes(file, new Date(), new Date()).catch(() => undefined);
  return storedScan(
    await source,
    header.seconds,
    { ...spectrogram, firstColumn: 0, levels: new Int16Array(at(0, levelBytes)) },
    {
      samplesPerPoint: peaks.samplesPerPoint,
      highest: new Float32Array(at(levelBytes, pointBytes)),
      lowest: new Float32Array(at(levelBytes + pointBytes, pointBytes)),
    },
  );
}

function storedScan(
  source: AudioSource,
  seconds: number,
  spectrogram: SpectrogramTile,
  peaks: WaveformPeaks,
): ScannedSpectrum {
  return {
    source,
    seconds,
    overview({ framesPerColumn, columns }: KnownColumns = { framesPerColumn: 0, columns: 0 }) {
      const known = framesPerColumn === spectrogram.framesPerColumn ? Math.min(columns, spectrogram.columns) : 0;
      return {
        ...spectrogram,
        firstColumn: known,
        columns: spectrogram.columns - known,
        levels: spectrogram.levels.slice(known * spectrogram.bins),
      };
    },
    peaks: (maxPoints) => foldPeaks(peaks, (seconds * source.sampleRate) / maxPoints),
  };
}

/** A name that changes with the file, its content's size and time, and the settings; null where the file is gone. */
async function fileOf(path: string, settings: SpectrumSettings, folder: string): Promise<string | null> {
  const facts = await stat(fsPath(path)).catch(() => null);
  if (!facts) return null;
  const identity = JSON.stringify([
    FORMAT,
    path,
    facts.size,
    facts.mtimeMs,
    settings.fftSize,
    settings.window,
    settings.overlap,
    settings.channel,
  ]);
  return join(folder, `${createHash('sha256').update(identity).digest('hex').slice(0, 32)}.reading`);
}

/** Drops scans of files that are gone, then the ones that were not looked at for longest. */
async function makeRoom(folder: string, limitBytes: number): Promise<void> {
  const kept: KeptFile[] = [];
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const path = await trackOf(file);
    const isThere =
      path !== null &&
      (await access(path).then(
        () => true,
        () => false,
      ));
    const facts = await stat(file).catch(() => null);
    if (!isThere) await rm(file, { force: true });
    else if (facts) kept.push({ file, size: facts.size, time: facts.mtimeMs });
  }
  await dropOldest(kept, limitBytes);
}

async function trackOf(file: string): Promise<string | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const bytes = Buffer.alloc(LARGEST_HEADER);
    await handle.read(bytes, 0, LARGEST_HEADER, 0);
    return parseHeader(bytes)?.path ?? null;
  } finally {
    await handle.close();
  }
}

function parseHeader(bytes: Buffer): Header | null {
  try {
    return headerSchema.parse(JSON.parse(bytes.subarray(4, 4 + bytes.readUInt32LE(0)).toString('utf8')));
  } catch {
    return null;
  }
}

function headerBytes(header: Header): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text]);
}

function withoutLevels({ framesPerColumn, hopLength, columns, bins }: SpectrogramTile): Header['spectrogram'] {
  return { framesPerColumn, hopLength, columns, bins };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int16Array | Float32Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
