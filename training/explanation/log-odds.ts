/** log(p / (1 − p)) of one genre: its logit less the log-sum-exp of all others. */
export function logOdds(logits: Float32Array, genre: number): number {
  const others = logits.filter((_, place) => place !== genre);
  const largest = Math.max(...others);
  const total = others.reduce((all, logit) => all + Math.exp(logit - largest), 0);
  return (logits[genre] as number) - largest - Math.log(total);
}
