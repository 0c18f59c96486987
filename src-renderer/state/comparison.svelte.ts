import type { TrackId } from '../../src-main/contract/track.ts';
import type { InspectorStore } from './inspector-store.svelte.ts';
import type { Playback } from './playback.svelte.ts';
import { walkAlong } from './track-walk.ts';

/** A track that was heard beside an open one. */
interface Compared {
  /** The open track. */
  readonly open: TrackId;
  readonly other: TrackId;
  readonly otherSeconds: number;
}

/** Listening to the open track and to another one in turn, at the same relative moment. */
export class Comparison {
  readonly #inspector: InspectorStore;
  readonly #playback: Playback;
  #compared = $state.raw<Compared | null>(null);

  constructor(inspector: InspectorStore, playback: Playback) {
    this.#inspector = inspector;
    this.#playback = playback;
  }

  /** Which track a switch would play; null where there are not two. */
  get target(): 'open' | 'other' | null {
    const { isInPlayer, track } = this.#inspector;
    if (!track || this.#playback.player.track === null) return null;
    if (!isInPlayer) return 'open';
    return this.#compared?.open === track.id ? 'other' : null;
  }

  /** Plays the other of the two tracks, from the same relative moment on. */
  switch(): void {
    const { target } = this;
    if (target === 'open') this.#toOpen();
    else if (target === 'other') this.#toOther();
  }

  #toOpen(): void {
    const { player } = this.#playback;
    const { durationSeconds, playedWalk, track } = this.#inspector;
    if (!track || player.track === null) return;
    const otherSeconds = this.#playback.durationSeconds;
    this.#compared = { open: track.id, other: player.track, otherSeconds };
    const share = otherSeconds > 0 ? player.seconds / otherSeconds : 0;
    this.#playback.play(playedWalk, share * durationSeconds);
  }

  #toOther(): void {
    const { durationSeconds, seconds } = this.#inspector;
    if (!this.#compared) return;
    const { other, otherSeconds } = this.#compared;
    const share = durationSeconds > 0 ? seconds / durationSeconds : 0;
    this.#playback.play(walkAlong([other]), share * otherSeconds);
  }
}
