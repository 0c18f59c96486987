import { expect, it } from 'vitest';
import { OPERATIONS } from './index.ts';

/** What a script of the page may ask for without a gesture of the user's: it looks, or ends what can be begun again. */
const WITHOUT_GESTURE = [
  'app.state',
  'doctor.run',
  'inspect.close',
  'inspect.level',
  'inspect.listen',
  'inspect.modelInput',
  'inspect.open',
  'inspect.overview',
  'inspect.peaks',
  'inspect.preview',
  'inspect.saliency',
  'inspect.thumbnail',
  'inspect.tile',
  'labels.clusters',
  'labels.next',
  'labels.propose',
  'labels.summary',
  'library.detail',
  'library.folders',
  'library.genreProfile',
  'library.neighbours',
  'library.query',
  'library.related',
  'library.rows',
  'networks.cancel',
  'networks.state',
  'notices.dismiss',
  'retrain.automatic',
  'retrain.state',
  'retrain.versions',
  'scan.cancel',
  'tags.batchTracks',
  'tags.batches',
  'tags.cancel',
  'tags.hardLinks',
  'tags.plan',
  'tags.planRows',
  'training.architectures',
  'training.state',
  'views.albumRows',
  'views.albums',
  'views.cancelMap',
  'views.map',
  'views.mapGroups',
  'views.overview',
];

it('every operation that is not listed here needs a gesture', () => {
  const free = Object.entries(OPERATIONS).filter(([, { hasConsequences }]) => !hasConsequences);
  expect(free.map(([name]) => name).sort()).toEqual(WITHOUT_GESTURE);
});
