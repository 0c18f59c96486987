import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { OFFERED_NETWORKS } from '../../../src-main/contract/networks.ts';
import type { ModelCard } from '../../../src-main/pipeline/model/model-card.ts';
import { makeFolder } from '../../../src-main/files/make-folder.ts';
import { writeFileAtomic } from '../../../src-main/files/write-file-atomic.ts';
import { fitTemperatureToSingles } from '../../evaluation/temperature.ts';
import { headGraph } from '../../feature-head/feature-head.ts';
import { encodeModel } from '../../onnx/encode-model.ts';
import type { FittedGenres } from './fit-genres.ts';
import { FAMILIES, RARE_FAMILIES } from './fit-genres.ts';
import type { FittedStyles } from './fit-styles.ts';
import type { SplitFigures } from './judge-genres.ts';
import { byTheMean, calibrated, evaluationsOf } from './judge-genres.ts';
import { headFile } from './musicnn-card.ts';

/** A network that people add themselves, and what it makes with the default model. */
const NAME = 'efficientat-mn04';
const TOGETHER = 'musicnn-mn04';
const { title } = OFFERED_NETWORKS[NAME];

/** What was learned from the features of the network, and with the default model beside it. */
export interface Mn04Facts {
  readonly genres: FittedGenres;
  readonly styles: FittedStyles;
  readonly ofDefault: FittedGenres;
  /** The default's card. */
  readonly card: ModelCard;
}

/**
 * Writes head.onnx and head.json, which make a network that is not shipped a model once it is added, and an ensemble of
 * it and the default model.
 * @param folder of all models @returns what both are worth together @throws AppError
 */
export async function writeMn04Head(
  folder: string,
  { genres, styles, ofDefault, card }: Mn04Facts,
): Promise<readonly SplitFigures[]> {
  const bytes = encodeModel(headGraph(genres.head, styles.head), 'genrescope');
  const { facts } = headFile(bytes, genres.head, styles.head);
  const mean = byTheMean([ofDefault.judged, genres.judged]);
  const together = evaluationsOf(calibrated(mean), FAMILIES, RARE_FAMILIES);
  const { seed, date, epochs, command, data } = card.training;
  const contents = {
    title: `${title} with our genres`,
    description:
      'What it answers to AudioSet is not used: a head of our own tells genres and styles from its features.',
    genres: [...FAMILIES],
    styles: styles.infos,
    temperature: genres.temperature,
    head: { ...facts, file: 'head.onnx', sha256: createHash('sha256').update(bytes).digest('hex') },
    training: {
      ...{ seed, date, epochs, command, data },
      selection:
        'As of the default model’s head; the temperature comes from the folds. Styles were fitted to AllMusic’s genres.',
    },
    evaluation: evaluationsOf(genres.judged, FAMILIES, RARE_FAMILIES),
    licence: 'MIT for the head and for the network’s weights, which are not included.',
    ensemble: {
      ...{ formatVersion: 1, kind: 'ensemble', name: TOGETHER, title: `musicnn and ${title}`, date },
      description: `The mean of the calibrated probabilities of ${card.name} and ${NAME}, calibrated again.`,
      genres: [...FAMILIES],
      members: [card.name, NAME],
      temperature: fitTemperatureToSingles(mean),
      evaluation: together,
      licence: 'As its members’.',
    },
  };
  const place = join(folder, 'heads', NAME);
  makeFolder(place);
  await writeFileAtomic(join(place, 'head.onnx'), [bytes]);
  await writeFileAtomic(join(place, 'head.json'), [`${JSON.stringify(contents, null, 2)}\n`]);
  return together;
}
