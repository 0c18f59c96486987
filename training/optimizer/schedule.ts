/** Linear warm-up, then half a cosine down to `final` (Loshchilov & Hutter 2017). */
export interface CosineSchedule {
  readonly peak: number;
  readonly final: number;
  readonly warmUpSteps: number;
  readonly totalSteps: number;
}

/** Learning rate of step `step`, counted from 0. */
export function learningRateAt(schedule: CosineSchedule, step: number): number {
  const { peak, final, warmUpSteps, totalSteps } = schedule;
  if (step < warmUpSteps) return (peak * (step + 1)) / warmUpSteps;
  const progress = (step - warmUpSteps) / Math.max(1, totalSteps - warmUpSteps);
  return final + ((peak - final) * (1 + Math.cos(Math.PI * progress))) / 2;
}
