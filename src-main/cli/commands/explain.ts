import { DEFAULT_MODEL } from '../../contract/settings.ts';
import { basename } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import type { SaliencyMap, TrackPredictions } from '../../contract/inspection.ts';
import type { StyleInfo } from '../../contract/styles.ts';
import { displayGenre, genreKey } from '../../contract/genre-names.ts';
import { spanOfColumns } from '../../rendering/column-geometry.ts';
import { MODEL_INPUT_LEVELS } from '../../rendering/figure.ts';
import { frequencyAxis } from '../../rendering/frequency-scale.ts';
import { melRowAt } from '../../rendering/mel-rows.ts';
import { fullSaliency, saliencyShade, spanOfSaliency } from '../../rendering/saliency.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import { ModelInput } from '../../pipeline/model-input.ts';
import { Listener } from '../../workers/inspection/listening.ts';
import { checkOutput } from '../../files/output-file.ts';
import type { Command } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { explanationJson, explanationLines } from '../explanation-report.ts';
import { modelChoice } from '../model-choice.ts';
import { EXIT, print, printJson } from '../output.ts';
import type { SpectrogramFigure } from '../spectrogram-figure.ts';
import { writeSpectrogram } from '../spectrogram-figure.ts';
import { texts } from '../../texts/index.ts';
import { userSettings } from '../user-settings.ts';
import { PROVIDER_CHOICES, SALIENCY_METHODS } from '../../contract/values.ts';

const OPTIONS = {
  genre: { type: 'string' },
  out: { type: 'string' },
  model: { type: 'string' },
  method: { type: 'string' },
  provider: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const optionsSchema = z.object({
  genre: z.string().optional(),
  out: z.string().optional(),
  model: z.string().optional(),
  method: z.enum(SALIENCY_METHODS).default('gradient'),
  provider: z.enum(PROVIDER_CHOICES).optional(),
  json: z.boolean().default(false),
});

const DIM = 0.8;
/** More than the figure has pixels; the rounding of frames may leave twice as many. */
const MOST_COLUMNS = 4096;

/** `genrescope explain`: the predictions of a model for each segment of a track, and the saliency of a genre. */
export const explain: Command = {
  help: `Usage: genrescope explain FILE [--genre G] [--out PNG] [options]

Predicts the genre of every segment of the track, and shows the saliency of a genre or a style: which times and
frequencies speak for it.
  --genre G          the genre, style or descriptor to explain (default: the most probable genre)
  --out PNG          draw the model’s input as a PNG; what does not speak for it is dimmed
  --model MODEL      the name or the folder of a model (default: the setting, else ${DEFAULT_MODEL})
  --method M         saliency method: gradient (SmoothGrad × input, default) or occlusion
  --provider P       auto, cuda, webgpu, directml, coreml or cpu
  --json             one JSON object on stdout
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new UsageError('Give one file.');
    if (options.out !== undefined) await checkOutput(options.out, 'png', [path]);
    const settings = await userSettings(context);
    const decoder = await openDecoder(settings.ffmpegPath, context.workerFolder);
    const listener = await Listener.start({
      ...(await modelChoice(options.model ?? settings.model, context.modelRoots)),
      provider: options.provider ?? settings.provider,
      workerFolder: context.workerFolder,
    });
    try {
      const spec = listener.shownSpec;
      if (!spec)
        throw new AppError(
          'request-invalid',
          'The input of this model has no axes of time and mel frequency to explain.',
        );
      const input = new ModelInput(spec);
      const predictions = await listener.listen(
        { path, ...(await context.reader.format(path, context.signal)) },
        decoder,
        { onPatch: (patch, of) => void (of === spec && input.push(patch)) },
        context.signal,
      );
      input.finish();
      const genre = nameOf(options.genre, predictions, listener.recogniser.styles);
      const maps = await saliencyAlong(listener, input, genre, options.method);
      if (options.out !== undefined) await drawSaliency(options.out, titleOf(genre, path), input, maps);
      const explanation = { path, name: genre, predictions, maps };
      if (options.json) printJson(explanationJson(explanation));
      else explanationLines(explanation).forEach(print);
    } finally {
      await listener.close();
    }
    return EXIT.ok;
  },
};

function titleOf(name: string, path: string): string {
  return texts.inspector.export.saliencyOf({ genre: displayGenre(name), track: basename(path) });
}

/** The genre or the style that is asked for; by default the likeliest genre. */
function nameOf(
  asked: string | undefined,
  { genres, probabilities }: TrackPredictions,
  styles: readonly StyleInfo[],
): string {
  const names = [...new Set([...genres, ...styles.map(({ name }) => name)])];
  const found =
    asked === undefined
      ? genres[probabilities.indexOf(Math.max(...probabilities))]
      : names.find((each) => genreKey(each) === genreKey(asked));
  if (found === undefined) throw new UsageError(`The model does not predict “${asked}”. It knows ${names.join(', ')}.`);
  return found;
}

async function saliencyAlong(
  listener: Listener,
  input: ModelInput,
  name: string,
  method: 'gradient' | 'occlusion',
): Promise<SaliencyMap[]> {
  const maps: SaliencyMap[] = [];
  const { frames, hopLength, sampleRate } = input.spec;
  for (let seconds = 0; seconds < (frames * hopLength) / sampleRate;) {
    const map = await listener.saliency(input, name, seconds + 0.001, method);
    maps.push(map);
    seconds = map.endSeconds;
  }
  return maps;
}

async function drawSaliency(
  out: string,
  title: string,
  input: ModelInput,
  maps: readonly SaliencyMap[],
): Promise<void> {
  const figure = modelInputFigure(title, input);
  await writeSpectrogram(out, figure, (height) => {
    const shading = { axis: figure.axis, height, strength: DIM, full: fullSaliency(maps) };
    return maps.map((map) => ({
      data: saliencyShade(map, shading),
      width: map.frames,
      height,
      span: spanOfSaliency(map),
    }));
  });
}

function modelInputFigure(title: string, input: ModelInput): SpectrogramFigure {
  const { minHertz, maxHertz, frames, hopLength, sampleRate } = input.spec;
  const range = { minHertz, maxHertz };
  const framesPerColumn = Math.max(1, Math.floor(frames / MOST_COLUMNS));
  return {
    title,
    width: 1280,
    height: 480,
    scale: 1,
    start: 0,
    end: spanOfColumns({ framesPerColumn: 1, hopLength }, 0, frames).end / sampleRate,
    frequencyScale: 'mel',
    range,
    axis: frequencyAxis('mel', range),
    showsNotes: false,
    colourMap: 'magma',
    ...MODEL_INPUT_LEVELS,
    tile: input.tile({ framesPerColumn, firstColumn: 0, columns: 2 * MOST_COLUMNS }),
    sampleRate,
    binAt: melRowAt(input.spec),
  };
}
