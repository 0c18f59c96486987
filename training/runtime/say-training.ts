import { ENOUGH_TEST_TRACKS } from '../../src-main/contract/training.ts';
import type { SubsetEvaluation } from '../experiment.ts';
import type { TrainModelEvent } from './train-model.ts';

type EventOf<Kind extends TrainModelEvent['kind']> = Extract<TrainModelEvent, { kind: Kind }>;

/** Tells a person how training goes, a line for what matters. */
export function sayTraining(event: TrainModelEvent, say: (line: string) => void): void {
  switch (event.kind) {
    case 'started':
      say(startedLine(event));
      if (event.replacesCheckpoint)
        say('the checkpoint that lies there is replaced; --resume would have gone on from it');
      return;
    case 'epoch':
      say(epochLine(event));
      return;
    case 'stopped':
      say(`stopped in epoch ${event.epoch + 1}; --resume goes on from the last finished one`);
      return;
    case 'done':
      if (event.early) say(`no better for a while: the weights of epoch ${event.epoch} win`);
      if (event.result.valid) say(`valid: ${figures(event.result.valid)}`);
      if (event.result.test) say(`test: ${figures(event.result.test)}`);
      return;
    case 'batch':
    case 'checkpoint':
  }
}

function startedLine({ parameters, examples, resumedAtEpoch }: EventOf<'started'>): string {
  const tracks = `${examples.train} tracks to train, ${examples.valid} to validate, ${examples.test} to test`;
  const resumed = resumedAtEpoch > 0 ? `; going on after epoch ${resumedAtEpoch}` : '';
  return `${parameters.toLocaleString('en')} parameters; ${tracks}${resumed}`;
}

function epochLine({ epoch, epochs, loss, validation, seconds, waitShare, etaSeconds }: EventOf<'epoch'>): string {
  const valid = validation ? [`valid ${percent(validation.accuracy)} (loss ${validation.loss.toFixed(3)})`] : [];
  const figures = [
    `loss ${loss.toFixed(3)}`,
    ...valid,
    `${seconds.toFixed(1)} s`,
    `${percent(waitShare)} of it waiting for data`,
    `${Math.round(etaSeconds)} s left`,
  ];
  return `epoch ${epoch}/${epochs}: ${figures.join(', ')}`;
}

/** One line of figures. */
export function figures({
  correct,
  tracks,
  accuracy,
  interval95,
  macroF1,
  calibrationError,
}: SubsetEvaluation): string {
  const interval = `95 % interval ${percent(interval95[0])} to ${percent(interval95[1])}`;
  const scores = `macro F1 ${macroF1.toFixed(3)}, calibration error ${calibrationError.toFixed(3)}`;
  const doubt = tracks < ENOUGH_TEST_TRACKS ? '; too few tracks to tell' : '';
  return `${correct} of ${tracks} right (${percent(accuracy)}, ${interval}), ${scores}${doubt}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
