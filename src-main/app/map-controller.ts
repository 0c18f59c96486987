import { Client } from '../channel/client.ts';
import type { StartPort } from '../channel/ports.ts';
import type { SoundMap } from '../contract/sound-map.ts';
import type { SoundMapProtocol } from '../workers/sound-map-protocol.ts';
import { soundMapProtocol } from '../workers/sound-map-protocol.ts';
import type { Emit } from './event-bus.ts';
import type { OpenFolder } from './open-folder.ts';

/** What maps need. */
export interface MapDependencies {
  readonly folder: OpenFolder;
  /** Where maps are kept. */
  readonly maps: string;
  /** Starts the thread that computes them. */
  readonly start: StartPort;
  readonly emit: Emit;
}

/** Lets a thread compute the map of the open folder, one at a time; the thread ends with the map. */
export class MapController {
  readonly #dependencies: MapDependencies;
  readonly #client: Client<SoundMapProtocol>;
  #running: { readonly root: string; readonly map: Promise<SoundMap> } | null = null;

  constructor(dependencies: MapDependencies) {
    this.#dependencies = dependencies;
    this.#client = new Client(soundMapProtocol, dependencies.start, { crashCode: 'unexpected' });
    this.#client.on('progress', (progress) => dependencies.emit('map.progress', progress));
  }

  /**
   * The open folder's map; whoever asks while it is computed waits for the same one.
   * @throws AppError request-invalid where no folder is open; cancelled
   */
  async map(): Promise<SoundMap> {
    const root = this.#dependencies.folder.require();
    if (this.#running?.root === root) return this.#running.map;
    this.cancel();
    const map = this.#client.ask('map', { root, folder: this.#dependencies.maps });
    const running = { root, map };
    this.#running = running;
    try {
      return await map;
    } finally {
      // A newer one may run by now, in a thread of its own.
      if (this.#running === running) this.cancel();
    }
  }

  /** Ends the thread; whoever waits hears that it was cancelled. */
  cancel(): void {
    this.#running = null;
    this.#client.kill();
  }
}
