import { parentProcessPort } from '../channel/parent-port.ts';
import { serve } from '../channel/server.ts';
import { makeDailyCopy } from '../library/copies.ts';
import { examineKept } from '../library/examine-kept.ts';
import { libraryProtocol } from './library-protocol.ts';

serve(parentProcessPort(), libraryProtocol, {
  copy: ({ database }) => ({ isMade: makeDailyCopy(database) }),
  examine: (paths) => examineKept(paths),
});
