import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import { writingRulesSchema } from '../contract/settings.ts';
import { fileFailureSchema, recoverySchema, tagChangeSchema, tagResultSchema } from '../contract/tags.ts';
import { fileNumbersSchema, trackMetadataSchema } from '../contract/track.ts';

const journal = { root: z.string() };
const changes = { collected: z.int().min(0), changes: z.array(tagChangeSchema) };
const writing = { rules: writingRulesSchema, ffmpegPath: z.string().nullable() };

/** What the tag process is asked, and what it tells of every file. */
export const tagsProtocol = {
  questions: {
    /** Changes that `apply` is to write, some at a time, behind those collected before. */
    collect: { request: z.object(changes), response: z.null() },
    /** Writes what was collected, and the last changes. */
    apply: {
      request: z.object({ ...journal, folder: z.string(), ...writing, ...changes }),
      response: tagResultSchema,
    },
    /** Writes again what an undone batch had written in these files. */
    redo: {
      request: z.object({ ...journal, batchId: z.string(), ...writing, files: fileNumbersSchema }),
      response: tagResultSchema,
    },
    undo: {
      request: z.object({
        ...journal,
        /** By which files are found that were renamed or moved since. */
        library: z.string(),
        batchId: z.string(),
        model: z.string().nullable(),
        files: fileNumbersSchema.nullable(),
      }),
      /** With the files that were brought back. */
      response: tagResultSchema.extend({ restored: fileNumbersSchema }),
    },
    recover: {
      request: z.object(journal),
      response: recoverySchema,
    },
  },
  events: {
    file: z.object({
      path: z.string(),
      failure: fileFailureSchema.nullable(),
      /** The file as it is now. */
      now: trackMetadataSchema
        .pick({ genres: true, fields: true })
        .extend({ size: z.number(), modifiedMilliseconds: z.number() })
        .nullable(),
    }),
  },
} satisfies Protocol;
/** See {@link tagsProtocol}. */
export type TagsProtocol = typeof tagsProtocol;
