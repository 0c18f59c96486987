import { common } from './common.ts';
import { details } from './details.ts';
import { folders } from './folders.ts';
import { genreProfile } from './genre-profile.ts';
import { help } from './help.ts';
import { inspector } from './inspector.ts';
import { genreInput, genreManager, labels, naming } from './labels.ts';
import { library } from './library.ts';
import { licences } from './licences.ts';
import { lists } from './lists.ts';
import { dialogs, menu } from './menu.ts';
import { models } from './models.ts';
import { networks } from './networks.ts';
import { notices } from './notices.ts';
import { player } from './player.ts';
import { players } from './players.ts';
import { automatic, retrain } from './retrain.ts';
import { history, review } from './review.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { sideBar } from './side-bar.ts';
import { steps } from './steps.ts';
import { training } from './training.ts';
import { updates } from './updates.ts';
import { views } from './views.ts';

/** English. */
export const en = {
  automatic,
  common,
  details,
  dialogs,
  folders,
  genreInput,
  genreManager,
  genreProfile,
  help,
  history,
  inspector,
  labels,
  library,
  licences,
  lists,
  menu,
  naming,
  models,
  networks,
  notices,
  player,
  players,
  retrain,
  review,
  search,
  settings,
  sideBar,
  steps,
  training,
  updates,
  views,
};
