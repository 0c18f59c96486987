import type { TrainingState } from '../../src-main/contract/training.ts';
import { count, remaining } from './format.ts';

/** Where a training is, in a sentence; nothing where there is none. */
export function trainingSummary({ phase, choice, read, history, epochs, etaSeconds }: TrainingState): string {
  const leftOut = read.leftOut > 0 ? `, ${count(read.leftOut, 'file')} left out` : '';
  const rest = remaining(etaSeconds);
  const last = history.at(-1)?.epoch ?? 0;
  switch (phase) {
    case 'idle':
      return '';
    case 'reading':
      return read.total > 0
        ? `Listening to ${read.done} of ${count(read.total, 'track')}${leftOut}`
        : 'Looking for music';
    case 'training':
      return `Epoch ${last + 1} of at most ${epochs}${rest === '' ? '' : `, ${rest}`}${leftOut}`;
    case 'stopping':
      return 'Stopping after this step';
    case 'interrupted':
      return last === 0
        ? 'Interrupted before the first epoch was done: it will begin anew.'
        : `Interrupted after epoch ${last}. What was learned is kept.`;
    case 'done':
      return `“${choice?.name}” is trained and among your models.`;
    case 'failed':
      return 'The training failed.';
  }
}
