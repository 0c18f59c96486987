import type { TrainingState } from '../../src-main/contract/training.ts';
import { texts } from '../../src-main/texts/index.ts';

/** Where a training is, in a sentence; nothing where there is none. */
export function trainingSummary({ phase, choice, read, history, epochs, etaSeconds }: TrainingState): string {
  const { summaries } = texts.training;
  const last = history.at(-1)?.epoch ?? 0;
  switch (phase) {
    case 'idle':
      return '';
    case 'reading':
      return read.total > 0 ? summaries.reading(read) : summaries.looking;
    case 'training':
      return summaries.epoch({ epoch: last + 1, epochs, etaSeconds, leftOut: read.leftOut });
    case 'stopping':
      return summaries.stopping;
    case 'interrupted':
      return last === 0 ? summaries.interruptedAtOnce : summaries.interrupted({ epoch: last });
    case 'done':
      return summaries.done({ model: choice?.name ?? '' });
    case 'failed':
      return summaries.failed;
  }
}
