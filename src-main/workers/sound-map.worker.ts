import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { serve } from '../channel/server.ts';
import { parentThreadPort } from '../channel/thread-ports.ts';
import { fromDatabaseError } from '../library/database-error.ts';
import { openReader } from '../library/database.ts';
import { soundMap } from '../library/sound-map/sound-map.ts';
import { soundMapProtocol } from './sound-map-protocol.ts';

/** Between two reports; a progress bar has about as many pixels. */
const SMALLEST_STEP = 0.004;

const { database: path } = z.object({ database: z.string() }).parse(workerData);
const database = openReader(path);
serve(
  parentThreadPort(),
  soundMapProtocol,
  {
    map(request, { emit }) {
      let told = 0;
      return soundMap(database, request, (share) => {
        if (share < told + SMALLEST_STEP) return;
        told = share;
        emit('progress', { share });
      });
    },
  },
  (error) => fromDatabaseError(error, path),
);
