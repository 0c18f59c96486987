import { resolve } from 'node:path';
import { z } from 'zod';
import { EVERY_TRACK } from '../../contract/library.ts';
import { parseSearch } from '../../contract/parse-search.ts';
import { SEARCH_FIELDS, SEARCH_STATES } from '../../contract/search-query.ts';
import { TRACK_LIST_FORMATS, type TrackListFormat } from '../../contract/track-lists.ts';
import { foldLibrary } from '../../library/fold-library.ts';
import { queryIds } from '../../library/library-query.ts';
import { TrackStore } from '../../library/track-store.ts';
import { texts } from '../../texts/index.ts';
import { pathOfTrack, trackData } from '../../use-cases/library/track-list-text.ts';
import { rowsOf, writeTrackList } from '../../use-cases/library/write-track-list.ts';
import type { Command } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { writeByGenre } from '../genre-playlists.ts';
import { withLibrary } from '../labelled-library.ts';
import { libraryFolder } from '../library-folder.ts';
import { counted, EXIT, print, printJson, say } from '../output.ts';

const optionsSchema = z.object({
  filter: z.string().max(1_000).default(''),
  m3u8: z.string().min(1).optional(),
  csv: z.string().min(1).optional(),
  'by-genre': z.string().min(1).optional(),
  yes: z.boolean().default(false),
  json: z.boolean().default(false),
});
type Options = z.infer<typeof optionsSchema>;

const OPTIONS = {
  filter: { type: 'string' },
  m3u8: { type: 'string' },
  csv: { type: 'string' },
  'by-genre': { type: 'string' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** `genrescope list`: finds tracks of the library, and writes playlists and tables of them. */
export const list: Command = {
  help: `Usage: genrescope list [FOLDER] [--filter SEARCH]
                       [--m3u8 FILE | --by-genre FOLDER [--yes] | --csv FILE | --json]

Lists the tracks of a folder that was opened in the app (default: the folder that was opened last), by path. It reads
no music and changes nothing. Missing files are listed too, but not in a playlist.
  --filter SEARCH    the tracks that the app's search box finds; all parts must match. Case and accents are ignored
  --m3u8 FILE        a playlist in UTF-8; paths are relative where the music lies beside or below the playlist
  --by-genre FOLDER  a playlist for every predicted genre, in a folder that is there; asks before it replaces any
  --yes              replace playlists without being asked
  --csv FILE         a table
  --json             JSON Lines on stdout and nothing else there

A search consists of (one that begins with a minus is given as --filter=-live)
  word, "a phrase"            in title, artist, album, file, folder or style
  -word                       not there
  genre:rock, artist:davis    fields: ${SEARCH_FIELDS.filter((field) => field !== 'is' && field !== 'confidence').join(', ')}
  confidence:<60              percent: <60, >80, 80.., ..60, 60..80
  is:untagged                 ${SEARCH_STATES.join(', ')}
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    const [folder, stray] = positionals;
    if (stray !== undefined) throw new UsageError(`Unexpected argument “${stray}”.`);
    const output = outputOf(options);
    const { 'by-genre': folderOfLists } = options;
    const root = await libraryFolder(folder, context);
    for (const problem of parseSearch(options.filter).problems) say(texts.search.problem(problem));
    return withLibrary(context, async (database) => {
      await foldLibrary(database);
      const ids = queryIds(database, root, { ...EVERY_TRACK, text: options.filter });
      const tracks = new TrackStore(database);
      if (folderOfLists !== undefined)
        return writeByGenre({ folder: folderOfLists, tracks, ids, mayReplace: options.yes, signal: context.signal });
      const rows = rowsOf(tracks, ids);
      if (output) return writeList(output, rows);
      for await (const row of rows) {
        if (options.json) printJson(trackData(row));
        else print(pathOfTrack(row));
      }
      return EXIT.ok;
    });
  },
};

interface Output {
  readonly format: TrackListFormat;
  readonly file: string;
}

/** The file that the options name; null where tracks are printed, or written by genre. @throws UsageError */
function outputOf({ m3u8, csv, json, 'by-genre': byGenre }: Options): Output | null {
  const files = { m3u8, csv, json: undefined };
  const named = TRACK_LIST_FORMATS.flatMap((format): Output[] => {
    const file = files[format];
    return file === undefined ? [] : [{ format, file: resolve(file) }];
  });
  if (named.length + Number(json) + Number(byGenre !== undefined) > 1)
    throw new UsageError('Give one of --m3u8, --by-genre, --csv and --json.');
  return named[0] ?? null;
}

async function writeList({ format, file }: Output, rows: ReturnType<typeof rowsOf>): Promise<number> {
  const { tracks, leftOut } = await writeTrackList(file, format, rows);
  if (leftOut > 0) say(texts.lists.leftOut(leftOut));
  print(`${counted(tracks, 'track')} written to ${file}.`);
  return EXIT.ok;
}
