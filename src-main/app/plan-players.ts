import type { PlanPlayers } from '../contract/player-genres.ts';
import { playersShowingOtherwise } from '../contract/player-genres.ts';
import type { GenreSeparator } from '../contract/values.ts';
import type { Pause } from './sort-in-pieces.ts';
import { PIECE } from './sort-in-pieces.ts';

/** How many lists of genres are named. */
const EXAMPLES = 3;
/** How many lists are held against every player at once. */
const LISTS = 100;

/**
 * Which genres players would show otherwise than meant.
 * @param written the genres of every file that would be written @throws AppError as `pause`
 */
export async function planPlayers(
  written: Iterable<readonly string[]>,
  separator: GenreSeparator,
  pause: Pause,
): Promise<PlanPlayers> {
  const distinct = [...(await countLists(written, pause)).values()].sort((a, b) => b.files - a.files);
  const players = new Set<string>();
  const examples: PlanPlayers['examples'][number][] = [];
  let lists = 0;
  for (const [place, { genres, files }] of distinct.entries()) {
    if (place % LISTS === LISTS - 1) await pause();
    const ofList = playersShowingOtherwise(genres, separator);
    if (ofList.length === 0) continue;
    lists += 1;
    for (const player of ofList) players.add(player);
    if (examples.length < EXAMPLES) examples.push({ genres, files, players: ofList });
  }
  return { lists, examples, players: [...players] };
}

async function countLists(written: Iterable<readonly string[]>, pause: Pause) {
  const lists = new Map<string, { readonly genres: readonly string[]; files: number }>();
  let seen = 0;
  for (const genres of written) {
    const key = genres.join('\0');
    const known = lists.get(key);
    if (known) known.files += 1;
    else lists.set(key, { genres, files: 1 });
    if (++seen % PIECE === 0) await pause();
  }
  return lists;
}
