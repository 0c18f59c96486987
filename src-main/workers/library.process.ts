import { toErrorData } from '../contract/app-error.ts';
import { makeDailyCopy } from '../library/copies.ts';
import { examineKept } from '../library/examine-kept.ts';
import type { LibraryReply, LibraryRequest } from './library-protocol.ts';
import { libraryRequestSchema } from './library-protocol.ts';
import { serveParent } from './parent-port.ts';

async function work(request: LibraryRequest): Promise<LibraryReply> {
  if (request.kind === 'copy') return { kind: 'copied', isMade: makeDailyCopy(request.database) };
  return { kind: 'examined', items: await examineKept(request) };
}

serveParent(libraryRequestSchema, (request, reply: (reply: LibraryReply) => void) => {
  work(request).then(reply, (error: unknown) => reply({ kind: 'failed', error: toErrorData(error) }));
});
