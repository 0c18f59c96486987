import { ENOUGH_TEST_TRACKS } from '../../src-main/contract/training.ts';
import { percent, whole } from '../../src-main/texts/format.ts';
import type { Metrics } from '../evaluation/metrics.ts';
import type { TrainModelEvent } from './train-model.ts';

type EventOf<Kind extends TrainModelEvent['kind']> = Extract<TrainModelEvent, { kind: Kind }>;

/** Reports the progress of a training, one line per event. */
export function sayTraining(event: TrainModelEvent, say: (line: string) => void): void {
  switch (event.kind) {
    case 'started':
      say(startedLine(event));
      if (event.replacesCheckpoint) say('the existing checkpoint is replaced; --resume would have continued from it');
      return;
    case 'epoch':
      say(epochLine(event));
      return;
    case 'stopped':
      say(`stopped in epoch ${event.epoch + 1}; --resume continues after the last finished epoch`);
      return;
    case 'done':
      if (event.early) say(`no improvement for several epochs: the weights of epoch ${event.epoch} are used`);
      if (event.result.valid) say(`valid: ${figures(event.result.valid)}`);
      if (event.result.test) say(`test: ${figures(event.result.test)}`);
      return;
    case 'batch':
    case 'checkpoint':
  }
}

function startedLine({ parameters, examples, resumedAtEpoch }: EventOf<'started'>): string {
  const tracks = `${examples.train} tracks to train, ${examples.valid} to validate, ${examples.test} to test`;
  const resumed = resumedAtEpoch > 0 ? `; continuing after epoch ${resumedAtEpoch}` : '';
  return `${whole(parameters)} parameters; ${tracks}${resumed}`;
}

function epochLine({ epoch, epochs, loss, validation, seconds, waitShare, etaSeconds }: EventOf<'epoch'>): string {
  const valid = validation ? [`valid ${percent(validation.accuracy, 1)} (loss ${validation.loss.toFixed(3)})`] : [];
  const figures = [
    `loss ${loss.toFixed(3)}`,
    ...valid,
    `${seconds.toFixed(1)} s`,
    `${percent(waitShare, 1)} of it waiting for data`,
    `${Math.round(etaSeconds)} s left`,
  ];
  return `epoch ${epoch}/${epochs}: ${figures.join(', ')}`;
}

/** One line of figures. */
export function figures({ correct, tracks, accuracy, interval95, ...rest }: Metrics): string {
  const interval = `95% interval ${percent(interval95[0], 1)} to ${percent(interval95[1], 1)}`;
  const calibration = `calibration error ${rest.calibrationError.toFixed(3)} (${rest.calibrationNoise.toFixed(3)} at best)`;
  const scores = `macro F1 ${rest.macroF1.toFixed(3)}, macro recall ${percent(rest.macroRecall, 1)}, ${calibration}`;
  const doubt = tracks < ENOUGH_TEST_TRACKS ? '; too few tracks for a reliable estimate' : '';
  return `${correct} of ${tracks} correct (${percent(accuracy, 1)}, ${interval}), ${scores}${doubt}`;
}
