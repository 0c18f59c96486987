import { ENOUGH_TEST_TRACKS } from '../../src-main/contract/training.ts';
import type { SubsetEvaluation } from '../experiment.ts';
import type { TrainModelEvent } from './train-model.ts';

/** Tells a person how training goes, a line for what matters. */
export function sayTraining(event: TrainModelEvent, say: (line: string) => void): void {
  switch (event.kind) {
    case 'started':
      say(
        `${event.parameters.toLocaleString('en')} parameters; ${event.examples.train} tracks to train, ${event.examples.valid} to validate, ${event.examples.test} to test${event.resumedAtEpoch > 0 ? `; going on after epoch ${event.resumedAtEpoch}` : ''}`,
      );
      if (event.replacesCheckpoint)
        say('the checkpoint that lies there is replaced; --resume would have gone on from it');
      return;
    case 'epoch': {
      const valid = event.validation
        ? `, valid ${percent(event.validation.accuracy)} (loss ${event.validation.loss.toFixed(3)})`
        : '';
      say(
        `epoch ${event.epoch}/${event.epochs}: loss ${event.loss.toFixed(3)}${valid}, ${event.seconds.toFixed(1)} s, ${percent(event.waitShare)} of it waiting for data, ${Math.round(event.etaSeconds)} s left`,
      );
      return;
    }
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

/** One line of figures. */
export function figures({
  correct,
  tracks,
  accuracy,
  interval95,
  macroF1,
  calibrationError,
}: SubsetEvaluation): string {
  return `${correct} of ${tracks} right (${percent(accuracy)}, 95 % interval ${percent(interval95[0])} to ${percent(interval95[1])}), macro F1 ${macroF1.toFixed(3)}, calibration error ${calibrationError.toFixed(3)}${tracks < ENOUGH_TEST_TRACKS ? '; too few tracks to tell' : ''}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
