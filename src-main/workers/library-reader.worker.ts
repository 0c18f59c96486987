import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { serve } from '../channel/server.ts';
import { parentThreadPort } from '../channel/thread-ports.ts';
import { fromDatabaseError } from '../library/database-error.ts';
import { openReader } from '../library/database.ts';
import { libraryReaderHandlers } from './library-reader-handlers.ts';
import { libraryReaderProtocol } from './library-reader-protocol.ts';

const { database } = z.object({ database: z.string() }).parse(workerData);
const handlers = libraryReaderHandlers(openReader(database));
serve(parentThreadPort(), libraryReaderProtocol, handlers, (error) => fromDatabaseError(error, database));
