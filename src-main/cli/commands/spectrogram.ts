import { basename } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import { DEFAULT_SPECTRUM } from '../../contract/inspection.ts';
import type { SpectrogramTile, SpectrumSettings } from '../../contract/inspection.ts';
import { columnAt, framesPerColumnFor, hopLengthOf, spanOfTile } from '../../rendering/column-geometry.ts';
import { COLOUR_MAPS } from '../../rendering/colour-map.ts';
import { FREQUENCY_SCALES, frequencyAxis, LOWEST_LOG_HERTZ } from '../../rendering/frequency-scale.ts';
import type { Decoder } from '../../pipeline/decode/decoder.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import { soundingChannel } from '../../pipeline/spectrum/sounding-channel.ts';
import { readTile } from '../../pipeline/spectrum/read-tile.ts';
import type { AudioSource } from '../../pipeline/spectrum/spectrum-scan.ts';
import { SpectrumScan } from '../../pipeline/spectrum/spectrum-scan.ts';
import { checkOutput } from '../../files/output-file.ts';
import { decimal } from '../../texts/format.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { EXIT, printJson } from '../output.ts';
import type { SpectrogramFigure } from '../spectrogram-figure.ts';
import { writeSpectrogram } from '../spectrogram-figure.ts';
import { userSettings } from '../user-settings.ts';
import { FFT_SIZES, OVERLAPS, SPECTRUM_CHANNELS, SPECTRUM_WINDOWS } from '../../contract/values.ts';

const TEXT_OPTIONS = [
  'out',
  'scale',
  'from',
  'to',
  'width',
  'height',
  'map',
  'floor',
  'top',
  'fft',
  'window',
  'overlap',
  'channel',
  'pixels',
] as const;
const OPTIONS = {
  ...Object.fromEntries(TEXT_OPTIONS.map((name) => [name, { type: 'string' as const }])),
  notes: { type: 'boolean' as const },
  json: { type: 'boolean' as const },
};

const seconds = z.coerce.number({ error: 'give seconds, such as 12.5' }).min(0);
const size = z.coerce.number().int().min(200).max(16_384);

const optionsSchema = z.object({
  out: z.string({ error: 'give the PNG file to write' }),
  scale: z.enum(FREQUENCY_SCALES).default('mel'),
  from: seconds.default(0),
  to: seconds.optional(),
  width: size.default(1280),
  height: size.default(560),
  map: z.enum(COLOUR_MAPS).default('magma'),
  floor: z.coerce.number().min(-200).max(-1).default(-100),
  top: z.coerce.number().min(-100).max(20).default(-10),
  fft: z.coerce.number().pipe(z.literal(FFT_SIZES)).default(DEFAULT_SPECTRUM.fftSize),
  window: z.enum(SPECTRUM_WINDOWS).default(DEFAULT_SPECTRUM.window),
  overlap: z.coerce.number().pipe(z.literal(OVERLAPS)).optional(),
  channel: z.enum(SPECTRUM_CHANNELS).optional(),
  pixels: z.coerce.number().min(1).max(4).default(1),
  notes: z.boolean().default(false),
  json: z.boolean().default(false),
});

type Options = z.infer<typeof optionsSchema>;

/** `genrescope spectrogram`: draws the spectrogram of the inspector into a file. */
export const spectrogram: Command = {
  help: `Usage: genrescope spectrogram FILE --out PNG [options]

Draws the spectrogram of a track with axes and legend.
  --out PNG          the PNG file to write
  --from S, --to S   draw only this segment, in seconds (default: the whole track)
  --scale S          linear, log, mel (default) or bark
  --width N, --height N   size of the whole figure in pixels (default: 1280 × 560)
  --pixels N         device pixels per pixel, 1 to 4 (default: 1); 2 is good for print
  --map M            magma (default), viridis, inferno or grey
  --floor DB         level of the darkest colour in dBFS (default: -100)
  --top DB           level of the brightest colour in dBFS (default: -10)
  --fft N            FFT size in samples, 512 to 16384 (default: 2048)
  --window W         hann (default), hamming, blackman-harris or flat-top
  --overlap O        0.5, 0.75 or 0.875 (default: 0.5 for a whole track, 0.75 for a segment)
  --channel C        mix, left, right, mid or side (default: mix; side if left and right nearly cancel each other)
  --notes            show notes instead of Hz on the frequency axis
  --json             one JSON object on stdout: the segment, channel and size that were drawn
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new UsageError('Give one file.');
    if (options.floor >= options.top) throw new UsageError('--floor must be less than --top.');
    await checkOutput(options.out, 'png', [path]);
    const drawn = await drawSpectrogram(path, options, context);
    if (options.json) printJson({ path, out: options.out, ...drawn });
    return EXIT.ok;
  },
};

async function drawSpectrogram(path: string, options: Options, context: CommandContext) {
  const { ffmpegPath } = await userSettings(context);
  const decoder = await openDecoder(ffmpegPath, context.workerFolder);
  const source: AudioSource = { path, ...(await context.reader.format(path, context.signal)) };
  const { durationSeconds, sampleRate } = source;
  if (durationSeconds !== null && options.from >= durationSeconds)
    throw new UsageError(`The track is ${decimal(durationSeconds, 1)} seconds long. --from must be less than that.`);
  const channel = options.channel ?? (await soundingChannel(source, decoder, context.signal));
  const settings: SpectrumSettings = {
    fftSize: options.fft,
    window: options.window,
    overlap: options.overlap ?? DEFAULT_SPECTRUM.overlap,
    channel,
  };
  const { tile, end } = await scanOrReadTile(source, settings, options, decoder, context.signal);
  if (tile.columns === 0 || end <= options.from)
    throw new AppError('request-invalid', `The track ends at ${decimal(end, 1)} seconds.`);
  await writeSpectrogram(options.out, figureOf(path, tile, { end, sampleRate }, options));
  return {
    seconds: { from: options.from, to: end },
    sampleRate,
    channel,
    columns: tile.columns,
    framesPerColumn: tile.framesPerColumn,
    hopLength: tile.hopLength,
    width: options.width * options.pixels,
    height: options.height * options.pixels,
  };
}

function figureOf(
  path: string,
  tile: SpectrogramTile,
  { end, sampleRate }: { readonly end: number; readonly sampleRate: number },
  options: Options,
): SpectrogramFigure {
  const range = { minHertz: options.scale === 'log' ? LOWEST_LOG_HERTZ : 0, maxHertz: sampleRate / 2 };
  return {
    title: basename(path),
    width: options.width,
    height: options.height,
    scale: options.pixels,
    start: options.from,
    end,
    frequencyScale: options.scale,
    range,
    axis: frequencyAxis(options.scale, range),
    showsNotes: options.notes,
    colourMap: options.map,
    floor: options.floor,
    ceiling: options.top,
    unit: 'dBFS',
    tile,
    sampleRate,
    binAt: (hertz) => (hertz * options.fft) / sampleRate,
  };
}

/** Reads a whole track as the inspector does (with the overlap where one is asked for), or a segment in full detail. */
async function scanOrReadTile(
  source: AudioSource,
  settings: SpectrumSettings,
  { from, to, width, pixels, overlap }: Options,
  decoder: Decoder,
  signal: AbortSignal,
): Promise<{ tile: SpectrogramTile; end: number }> {
  if (from === 0 && to === undefined) {
    const scan = new SpectrumScan(source, settings, overlap === undefined ? undefined : hopLengthOf(settings));
    await scan.run(decoder, () => undefined, signal);
    return { tile: scan.overview(), end: scan.seconds };
  }
  const { sampleRate, durationSeconds } = source;
  const wanted = to ?? durationSeconds;
  if (wanted === null) throw new UsageError('The file does not state its length. Give --to.');
  if (wanted <= from) throw new UsageError('--to must be greater than --from.');
  const hopLength = hopLengthOf(settings);
  const framesPerColumn = framesPerColumnFor(((wanted - from) * sampleRate) / (width * pixels), hopLength);
  const [firstColumn, lastColumn] = [from, wanted].map((seconds) =>
    columnAt({ framesPerColumn, hopLength }, seconds * sampleRate),
  ) as [number, number];
  const columns = { framesPerColumn, firstColumn, columns: lastColumn - firstColumn + 1 };
  const tile = await readTile(source, settings, columns, decoder, signal);
  return { tile, end: Math.min(wanted, spanOfTile(tile, sampleRate).end) };
}
