import { AppError, throwIfCancelled } from '../../contract/app-error.ts';
import type { HeardChannel } from '../../contract/values.ts';
import type { Segment } from '../decode/analysis-windows.ts';
import type { Decoder, RatedSamples } from '../decode/decoder.ts';
import { isAudible, Loudness, meanPower } from './loudness.ts';
import { beginSpan } from '../stage-spans.ts';
import type { Place } from './sounding-place.ts';
import { soundingPlace } from './sounding-place.ts';
import type { Survey } from './survey.ts';
import { audibleSeconds, channelOf, partOf, survey } from './survey.ts';

/** What of a file is heard. */
export interface Hearing {
  readonly segment: Segment;
  readonly channel: HeardChannel;
}

/** What a listener made of it. */
export interface Heard<Result> extends Hearing {
  readonly result: Result;
  /** That were decoded. */
  readonly seconds: number;
}

/** Makes something of a file's sound. @param open starts the mono samples of every rate from their beginning */
export type Listener<Result> = (open: () => AsyncIterable<RatedSamples>, hearing: Hearing) => Promise<Result>;

/**
 * −26 dBFS on average and −12 at the peak. Of 400 half-minutes of ordinary music 2 are as quiet; a mean that lies 12 dB
 * below its channels is.
 */
const QUIET_POWER = 0.0025;
const QUIET_PEAK = 0.25;

/**
 * Lets listeners hear one file where it sounds: in most files that is the mean of the channels at the wished place, and
 * nothing more is done than to decode it. Where that is quiet, the channels are looked at one by one; where it is
 * mostly silent, the whole file is looked at, once.
 */
export class Hearer {
  readonly #path: string;
  readonly #sampleRates: readonly number[];
  readonly #decoder: Decoder;
  readonly #signal: AbortSignal | undefined;
  #whole: Promise<Survey> | null = null;

  /** @param sampleRates of what listeners hear, Hz, each once; loudness is measured at the first */
  constructor(path: string, sampleRates: readonly number[], decoder: Decoder, signal?: AbortSignal) {
    this.#path = path;
    this.#sampleRates = sampleRates;
    this.#decoder = decoder;
    this.#signal = signal;
  }

  /** Hears a segment in a channel that was decided before. @throws AppError */
  async hearChannel<Result>(hearing: Hearing, listen: Listener<Result>): Promise<Heard<Result>> {
    return (await this.#attempt(hearing, listen)).heard;
  }

  /** Hears a segment in the channel that sounds. @throws AppError */
  async hear<Result>(segment: Segment, listen: Listener<Result>): Promise<Heard<Result>> {
    return (await this.#hearSoundingChannel(segment, listen)).heard;
  }

  /**
   * Hears a segment, or another as long where this one is mostly silent or lies beyond the file's end.
   * @param taken places that others hear @throws AppError
   */
  async hearSounding<Result>(
    segment: Segment,
    listen: Listener<Result>,
    taken: readonly Place[] = [],
  ): Promise<Heard<Result>> {
    const { heard, loudness } = await this.#hearOrBegin(segment, listen);
    const { durationSeconds } = segment;
    if (durationSeconds === undefined) return heard;
    const audible = loudness.powers.filter(isAudible).length;
    const isWholeFile = heard.segment.startSeconds === 0 && heard.seconds < durationSeconds - 1;
    if (isWholeFile || audible >= durationSeconds / 2) return heard;
    const whole = await this.#survey();
    const place = soundingPlace(audibleSeconds(whole), { startSeconds: segment.startSeconds, durationSeconds }, taken);
    const part = place && partOf(whole, place.startSeconds, durationSeconds);
    if (!part || audibleSeconds(part).filter(Boolean).length <= audible) return heard;
    return (await this.#attempt({ segment: place, channel: channelOf(part) }, listen)).heard;
  }

  /** The channel that sounds in a segment, or in the whole file where the segment is silent. @throws AppError */
  async channel(segment: Segment): Promise<HeardChannel> {
    const part = await survey({ path: this.#path, ...segment }, this.#decoder, this.#signal).catch(ignoreBeyondEnd);
    return channelOf(part && audibleSeconds(part).includes(true) ? part : await this.#survey());
  }

  #survey(): Promise<Survey> {
    return (this.#whole ??= survey({ path: this.#path }, this.#decoder, this.#signal));
  }

  /** A wrong duration in the file's header can put the middle beyond the end. */
  async #hearOrBegin<Result>(segment: Segment, listen: Listener<Result>): Promise<Attempt<Result>> {
    try {
      return await this.#hearSoundingChannel(segment, listen);
    } catch (error) {
      if (segment.startSeconds === 0) throw error;
      ignoreBeyondEnd(error);
      return this.#hearSoundingChannel({ ...segment, startSeconds: 0 }, listen);
    }
  }

  async #hearSoundingChannel<Result>(segment: Segment, listen: Listener<Result>): Promise<Attempt<Result>> {
    const usual = await this.#attempt({ segment, channel: 'mix' }, listen);
    if (usual.loudness.peak >= QUIET_PEAK || meanPower(usual.loudness.powers) >= QUIET_POWER) return usual;
    const channel = channelOf(await survey({ path: this.#path, ...segment }, this.#decoder, this.#signal));
    return channel === 'mix' ? usual : this.#attempt({ segment, channel }, listen);
  }

  async #attempt<Result>(hearing: Hearing, listen: Listener<Result>): Promise<Attempt<Result>> {
    const [sampleRate = 0] = this.#sampleRates;
    let loudness = new Loudness(sampleRate);
    const open = () => {
      loudness = new Loudness(sampleRate);
      return this.#metered(hearing, sampleRate, loudness);
    };
    const result = await listen(open, hearing);
    return { heard: { ...hearing, result, seconds: loudness.seconds }, loudness };
  }

  async *#metered(
    { segment, channel }: Hearing,
    meteredRate: number,
    loudness: Loudness,
  ): AsyncGenerator<RatedSamples> {
    const request = { path: this.#path, sampleRates: this.#sampleRates, heard: channel, ...segment };
    let endWaiting = beginSpan('decode', this.#path);
    for await (const rated of this.#decoder.decodeRates(request, this.#signal)) {
      endWaiting();
      const endFeatures = beginSpan('features', this.#path);
      if (rated.sampleRate === meteredRate) loudness.push(rated.samples);
      yield rated;
      endFeatures();
      endWaiting = beginSpan('decode', this.#path);
    }
    endWaiting();
    throwIfCancelled(this.#signal);
  }
}

interface Attempt<Result> {
  readonly heard: Heard<Result>;
  readonly loudness: Loudness;
}

function ignoreBeyondEnd(error: unknown): null {
  if (error instanceof AppError && error.code === 'file-corrupt') return null;
  throw error;
}
