const WINDOW_MILLISECONDS = 5_000;

/** How fast bytes arrive, over the last seconds. */
export class ArrivalRate {
  readonly #arrivals: { readonly at: number; readonly received: number }[] = [];

  /** @param received bytes so far @param at milliseconds of a monotonic clock */
  note(received: number, at: number): void {
    this.#arrivals.push({ at, received });
    while (this.#arrivals.length > 2 && at - (this.#arrivals[0]?.at ?? at) > WINDOW_MILLISECONDS)
      this.#arrivals.shift();
  }

  /** Seconds until `total` bytes are there at the present rate; null while the rate is unknown. */
  secondsUntil(total: number): number | null {
    const [first, last] = [this.#arrivals[0], this.#arrivals.at(-1)];
    if (!first || !last || last.at === first.at || last.received === first.received) return null;
    const bytesPerMillisecond = (last.received - first.received) / (last.at - first.at);
    return (total - last.received) / bytesPerMillisecond / 1000;
  }
}
