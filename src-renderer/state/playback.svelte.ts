import type { Settings } from '../../src-main/contract/settings.ts';
import type { TrackDetail, TrackId } from '../../src-main/contract/track.ts';
import type { Client } from '../api/bridge.ts';
import { Player } from './player.svelte.ts';
import { walkOn, type TrackWalk } from './track-walk.ts';

/** Whoever holds an arrow key down passes by more tracks than can be decoded at once. */
export const MOVING_MS = 150;

/** What playback needs of the window. */
export interface PlaybackParts {
  readonly settings: () => Settings;
  /** Told where a track was left when another takes its place. */
  readonly left: (id: TrackId, seconds: number) => void;
}

/** Listening in the whole window: which track is in the one player, and along which list it goes on. */
export class Playback {
  readonly player = new Player();
  /** The track in the player; null until it is read, or where there is none. */
  track = $state.raw<TrackDetail | null>(null);

  readonly #api: Client;
  readonly #parts: PlaybackParts;
  #walk: TrackWalk | null = null;
  /** The track that a quick series of moves has come to, and that is about to play. */
  #next = $state.raw<TrackId | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Client, parts: PlaybackParts) {
    this.#api = api;
    this.#parts = parts;
    this.player.media.addEventListener('ended', () => parts.settings().playsNext && this.next());
  }

  /** Whether this track is playing. */
  plays(id: TrackId | undefined): boolean {
    return id !== undefined && this.player.isPlaying && this.player.track === id;
  }

  /** Whether a move plays the track that it comes to: something plays, or would if its file could be read. */
  get goesAlong(): boolean {
    return this.player.isPlaying || this.player.failure;
  }

  /** Whether this track is in the player, or about to come into it. */
  has(id: TrackId): boolean {
    return this.player.track === id || this.#next === id;
  }

  /** Of the track in the player; 0 until it is known. */
  get durationSeconds(): number {
    return this.player.durationSeconds ?? this.track?.durationSeconds ?? 0;
  }

  /** Plays the walk's track, or pauses it. @param seconds where it begins, unless it is in the player already */
  toggle(walk: TrackWalk, seconds = 0): void {
    const id = walk.idAt(walk.at);
    if (id === undefined) return;
    const isMovedTo = this.#next === id;
    this.#stopMoving();
    this.#walk = walk;
    if (isMovedTo) this.player.media.pause();
    else if (this.player.track === id) this.player.toggle();
    else this.#start(id, seconds);
  }

  /** Plays the walk's track, whatever plays now. @param seconds where it begins */
  play(walk: TrackWalk, seconds = 0): void {
    const id = walk.idAt(walk.at);
    if (id === undefined) return;
    this.#stopMoving();
    this.#walk = walk;
    if (this.player.track !== id) return this.#start(id, seconds);
    this.player.seek(seconds);
    void this.player.play();
  }

  /** Goes on with the walk's track if what plays goes along; else nothing happens. */
  moveTo(walk: TrackWalk): void {
    const id = walk.idAt(walk.at);
    if (id === undefined || !this.goesAlong) return;
    this.#stopMoving();
    this.#walk = walk;
    if (id === this.player.track) return;
    this.#next = id;
    this.#timer = setTimeout(() => this.#start(id, 0), MOVING_MS);
  }

  /** Plays the next track of the list, if there is one. */
  next(): void {
    this.#step(1);
  }

  /** Plays the track before in the list, if there is one. */
  previous(): void {
    this.#step(-1);
  }

  /** Ends playback: no track is in the player any more. */
  close(): void {
    this.#stopMoving();
    this.#leave();
    this.#walk = null;
    this.track = null;
    this.player.load(null);
  }

  #step(step: 1 | -1): void {
    const from = this.#next ?? this.player.track;
    const walk = this.#walk && from !== null ? walkOn(this.#walk, from, step) : null;
    const id = walk?.idAt(walk.at);
    if (!walk || from === null || id === undefined) return;
    this.#stopMoving();
    this.#walk = walk;
    this.#start(id, 0);
    walk.moved?.(walk.at, from);
  }

  #start(id: TrackId, seconds: number): void {
    this.#stopMoving();
    this.#leave();
    this.player.load(id);
    if (seconds > 0) this.player.seek(seconds);
    void this.player.play();
    void this.#describe(id);
  }

  #leave(): void {
    const { seconds, track } = this.player;
    if (track !== null) this.#parts.left(track, seconds);
  }

  async #describe(id: TrackId): Promise<void> {
    this.track = null;
    // A track that is gone says so when it is played.
    const track = await this.#api.call('library.detail', { id }).catch(() => null);
    if (!track || this.player.track !== id) return;
    this.track = track;
    this.player.announce(track.title || track.fileName, track.artist, track.album);
    navigator.mediaSession.setActionHandler('nexttrack', () => this.next());
    navigator.mediaSession.setActionHandler('previoustrack', () => this.previous());
  }

  #stopMoving(): void {
    clearTimeout(this.#timer);
    this.#next = null;
  }
}
