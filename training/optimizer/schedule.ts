/** How the learning rate goes over a run. */
export interface Schedule {
  /**
   * `constant`: a straight rise to the peak, then level. `cosine`: the same rise, then half a cosine down to `final`
   * (Loshchilov & Hutter 2017). `one-cycle`: from peak/25 up and down to `final`, each by half a cosine (Smith & Topin
   * 2019).
   */
  readonly kind: 'constant' | 'cosine' | 'one-cycle';
  readonly peak: number;
  readonly final: number;
  readonly warmUpSteps: number;
}

const ONE_CYCLE_START = 1 / 25;

/** Learning rate of step `step`, counted from 0, of `totalSteps`. */
export function learningRateAt({ kind, peak, final, warmUpSteps }: Schedule, step: number, totalSteps: number): number {
  if (step < warmUpSteps) {
    return kind === 'one-cycle'
      ? halfCosine(peak * ONE_CYCLE_START, peak, step / warmUpSteps)
      : (peak * (step + 1)) / warmUpSteps;
  }
  return kind === 'constant'
    ? peak
    : halfCosine(peak, final, (step - warmUpSteps) / Math.max(1, totalSteps - warmUpSteps));
}

function halfCosine(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
}
