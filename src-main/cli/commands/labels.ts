import { extname, resolve } from 'node:path';
import { z } from 'zod';
import { filesOfTable } from '../../../training/command-line/labelled-files.ts';
import { labelTable } from '../../../training/dataset/csv.ts';
import { LONGEST_GENRE } from '../../contract/labels.ts';
import { writeWholeAmongOthers } from '../../files/write-whole.ts';
import { LabelStore } from '../../library/label-store.ts';
import { PersonalStore } from '../../library/personal-store.ts';
import { TrackStore } from '../../library/track-store.ts';
import type { Command } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { withLibrary } from '../labelled-library.ts';
import { counted, EXIT, print, say } from '../output.ts';

/** `genrescope labels`: the user's labels as a table. */
export const labels: Command = {
  summary: 'bring your labels in from a table, or out into one',
  help: `Usage: genrescope labels import FILE
       genrescope labels export FILE

A CSV of path,genre; several genres are joined by ;. Paths are relative to the table. What you labelled by hand in the app
is not overwritten by an import, and an import can be undone there. Close the app first, or scan again after an import.
`,
  async run(args, context) {
    const { positionals: [action, file, ...rest] } = parseOptions(args, {}, z.object({}));
    if ((action !== 'import' && action !== 'export') || file === undefined || rest.length > 0) throw new UsageError('say import FILE or export FILE');
    return withLibrary(context, async (database) => {
      if (action === 'export') {
        // A table never takes the place of music.
        if (extname(file).toLowerCase() !== '.csv') throw new UsageError('the name of the table must end in .csv');
        const rows = new PersonalStore(database).labelled();
        await writeWholeAmongOthers(file, labelTable(rows));
        print(`${counted(rows.length, 'labelled track')} in ${resolve(file)}.`);
        return EXIT.ok;
      }
      const tracks = new TrackStore(database);
      const listed = await filesOfTable(file, (path, reason) => say(`left out: ${path}: ${reason}`));
      const known = listed.flatMap(({ path, genres }) => {
        const id = tracks.idOf(path);
        if (id === null) say(`left out: ${path}: it is not in the library; open its folder in the app first`);
        return id === null ? [] : [{ id, genres }];
      });
      const tooLong = known.filter(({ genres }) => genres.some((genre) => genre.length > LONGEST_GENRE)).length;
      if (tooLong > 0) say(`${counted(tooLong, 'track')} with a genre of more than ${LONGEST_GENRE} characters, which is left out`);
      print(`${counted(new LabelStore(database).take(known, 'import'), 'track')} labelled.`);
      return known.length < listed.length ? EXIT.someFailed : EXIT.ok;
    });
  },
};
