import { common } from './common.ts';
import { details } from './details.ts';
import { folders } from './folders.ts';
import { genreProfile } from './genre-profile.ts';
import { help } from './help.ts';
import { inspector } from './inspector.ts';
import { genreManager, labels, naming } from './labels.ts';
import { library } from './library.ts';
import { licences } from './licences.ts';
import { dialogs, menu } from './menu.ts';
import { networks } from './networks.ts';
import { notices } from './notices.ts';
import { players } from './players.ts';
import { automatic, retrain } from './retrain.ts';
import { history, review } from './review.ts';
import { settings } from './settings.ts';
import { training } from './training.ts';
import { views } from './views.ts';

/** English. */
export const en = {
  automatic,
  common,
  details,
  dialogs,
  folders,
  genreManager,
  genreProfile,
  help,
  history,
  inspector,
  labels,
  library,
  licences,
  menu,
  naming,
  networks,
  notices,
  players,
  retrain,
  review,
  settings,
  training,
  views,
};
