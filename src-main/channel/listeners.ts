import type { EventListener, EventName, Protocol } from './protocol.ts';

/** Who hears of which events; outlives the processes that tell them. */
export class Listeners<P extends Protocol> {
  readonly #protocol: P;
  readonly #byEvent = new Map<string, Set<(payload: never) => void>>();

  constructor(protocol: P) {
    this.#protocol = protocol;
  }

  /** @returns ends the listening */
  add<Name extends EventName<P>>(event: Name, listener: EventListener<P, Name>): () => void {
    const listeners = this.#byEvent.get(event) ?? new Set();
    this.#byEvent.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** @returns tells the event. @throws where the protocol has no such event, or its payload is another one */
  prepare(event: string, payload: unknown): () => void {
    const schema = Object.hasOwn(this.#protocol.events, event) ? this.#protocol.events[event] : undefined;
    if (!schema) throw new Error(`There is no event “${event}”.`);
    const parsed = schema.parse(payload);
    return () => {
      for (const listener of this.#byEvent.get(event) ?? []) listener(parsed as never);
    };
  }
}
