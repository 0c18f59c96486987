import { z } from 'zod';
import type { Protocol } from '../channel/protocol.ts';
import { automaticTaggingSchema, heldOutFactsSchema } from '../contract/automatic.ts';
import { genreRelationSchema, labelCandidatesSchema, namingProposalSchema } from '../contract/labels.ts';
import { albumSchema } from '../contract/albums.ts';
import {
  folderCountSchema,
  libraryQuerySchema,
  librarySummarySchema,
  playlistSchema,
  playlistTracksSchema,
} from '../contract/library.ts';
import { overviewSchema } from '../contract/overview.ts';
import { settingsSchema } from '../contract/settings.ts';
import { genreProfileSchema, neighboursSchema } from '../contract/similarity.ts';
import { mapGroupsSchema } from '../contract/sound-map.ts';
import { int32Array } from '../contract/typed-arrays.ts';
import { trackSelectionSchema } from '../contract/track.ts';
import { MAP_COLOURINGS, NAMING_SOURCES, RELATED_BY } from '../contract/values.ts';

/** The open folder; empty where there is none. */
const root = z.string();

/** What the thread that reads the library is asked: what takes long in a large library. */
export const libraryReaderProtocol = {
  questions: {
    query: { request: z.object({ root, query: libraryQuerySchema }), response: int32Array },
    summary: { request: z.object({ root }), response: librarySummarySchema },
    /** The tracks of a selection that are in the folder, by path. */
    ids: { request: z.object({ root, selection: trackSelectionSchema }), response: int32Array },
    propose: {
      request: z.object({ root, selection: trackSelectionSchema, source: z.enum(NAMING_SOURCES) }),
      response: namingProposalSchema,
    },
    foldersIn: { request: z.object({ root, folder: z.string() }), response: z.array(folderCountSchema) },
    playlists: { request: z.object({ root }), response: z.array(playlistSchema) },
    playlistTracks: {
      request: z.object({ root, number: z.number() }),
      response: playlistTracksSchema.nullable(),
    },
    overview: { request: z.object({ root, selection: trackSelectionSchema }), response: overviewSchema },
    albums: { request: z.object({ root, selection: trackSelectionSchema }), response: int32Array },
    albumRows: { request: z.object({ root, ids: int32Array }), response: z.array(albumSchema) },
    mapGroups: { request: z.object({ root, by: z.enum(MAP_COLOURINGS) }), response: mapGroupsSchema },
    related: { request: z.object({ root, id: z.number(), by: z.enum(RELATED_BY) }), response: int32Array },
    neighbours: {
      request: z.object({ root, id: z.number(), count: z.number(), genre: z.string().nullable() }),
      response: neighboursSchema,
    },
    genreProfile: { request: z.object({ root, genre: z.string() }), response: genreProfileSchema.nullable() },
    automatic: {
      request: z.object({
        root,
        model: z.string(),
        heldOut: heldOutFactsSchema.nullable(),
        relations: z.array(genreRelationSchema),
        genreMap: settingsSchema.shape.genreMap,
      }),
      response: automaticTaggingSchema,
    },
    labelCandidates: { request: z.object({ root, specHashes: z.array(z.string()) }), response: labelCandidatesSchema },
  },
  events: {},
} satisfies Protocol;
/** See {@link libraryReaderProtocol}. */
export type LibraryReaderProtocol = typeof libraryReaderProtocol;
