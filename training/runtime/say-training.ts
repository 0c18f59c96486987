import { ENOUGH_TEST_TRACKS } from '../../src-main/contract/training.ts';
import { percent, whole } from '../../src-main/texts/format.ts';
import type { SubsetEvaluation } from '../experiment.ts';
import type { TrainModelEvent } from './train-model.ts';

/** Reports the progress of a training, one line per event. */
export function sayTraining(event: TrainModelEvent, say: (line: string) => void): void {
  switch (event.kind) {
    case 'started':
      say(
        `${whole(event.parameters)} parameters; ${event.examples.train} tracks to train, ${event.examples.valid} to validate, ${event.examples.test} to test${event.resumedAtEpoch > 0 ? `; continuing after epoch ${event.resumedAtEpoch}` : ''}`,
      );
      if (event.replacesCheckpoint) say('the existing checkpoint is replaced; --resume would have continued from it');
      return;
    case 'epoch': {
      const valid = event.validation
        ? `, valid ${percent(event.validation.accuracy, 1)} (loss ${event.validation.loss.toFixed(3)})`
        : '';
      say(
        `epoch ${event.epoch}/${event.epochs}: loss ${event.loss.toFixed(3)}${valid}, ${event.seconds.toFixed(1)} s, ${percent(event.waitShare, 1)} of it waiting for data, ${Math.round(event.etaSeconds)} s left`,
      );
      return;
    }
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

/** One line of figures. */
export function figures({
  correct,
  tracks,
  accuracy,
  interval95,
  macroF1,
  calibrationError,
}: SubsetEvaluation): string {
  return `${correct} of ${tracks} correct (${percent(accuracy, 1)}, 95% interval ${percent(interval95[0], 1)} to ${percent(interval95[1], 1)}), macro F1 ${macroF1.toFixed(3)}, calibration error ${calibrationError.toFixed(3)}${tracks < ENOUGH_TEST_TRACKS ? '; too few tracks for a reliable estimate' : ''}`;
}
