import { z } from 'zod';
import type { Protocol } from '../../channel/protocol.ts';
import { trackMetadataSchema } from '../../contract/track.ts';
import { uint8Array } from '../../contract/typed-arrays.ts';
import { taggedFormatSchema } from './tagged-format.ts';

const request = z.object({ path: z.string() });

/** What a thread that reads files is asked. */
export const fileReaderProtocol = {
  questions: {
    metadata: { request, response: trackMetadataSchema },
    format: { request, response: taggedFormatSchema },
    /** Of files that cannot be decoded too. */
    tags: { request, response: trackMetadataSchema.pick({ genres: true, fields: true }) },
    /** Null where there is none. */
    cover: { request, response: z.nullable(uint8Array) },
    /** Null where the file is gone. */
    coverKey: { request, response: z.nullable(z.string()) },
    /** Null where nothing tells. */
    audioDigest: { request, response: z.nullable(z.string()) },
  },
  events: {
    /** A file has left a large heap behind, which Node keeps: the thread is not worth keeping. */
    grown: z.object({ heapBytes: z.number() }),
  },
} satisfies Protocol;
/** See {@link fileReaderProtocol}. */
export type FileReaderProtocol = typeof fileReaderProtocol;
