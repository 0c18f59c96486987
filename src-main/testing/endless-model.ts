import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ProtobufWriter } from '../../training/onnx/protobuf-writer.ts';
import { inputShape } from '../pipeline/features/feature-spec.ts';
import { modelCardSchema } from '../pipeline/model/model-card.ts';

/** Field numbers and types of onnx.proto. */
const [FLOAT, INT64, BOOL] = [1, 7, 9];
const GRAPH_ATTRIBUTE = 5;
const SHIPPED_CARD = resolve(import.meta.dirname, '../../resources/models/mel-statistics/card.json');

type Fill = (writer: ProtobufWriter) => void;

function node(type: string, inputs: readonly string[], output: string, attribute?: Fill): Fill {
  return (writer) => {
    for (const input of inputs) writer.text(1, input);
    writer.text(2, output).text(4, type);
    if (attribute) writer.message(5, attribute);
  };
}

/** @param shape negative lengths are any length; null of any shape */
function value(name: string, type: number, shape: readonly number[] | null): Fill {
  const dimensions: Fill = (writer) =>
    shape?.forEach((length) =>
      writer.message(1, (each) => (length < 0 ? each.text(2, 'any') : each.integer(1, length))),
    );
  return (writer) => {
    writer.text(1, name);
    writer.message(2, (kind) =>
      kind.message(1, (tensor) => {
        tensor.integer(1, type);
        if (shape) tensor.message(2, dimensions);
      }),
    );
  };
}

function floats(name: string, shape: readonly number[], values: Float32Array): Fill {
  return (writer) => {
    for (const length of shape) writer.integer(1, length);
    writer.integer(2, FLOAT).text(8, name).bytes(9, new Uint8Array(values.buffer));
  };
}

/** What a loop repeats: nothing is changed, and it goes on if it went on before. */
function loopBody(writer: ProtobufWriter): void {
  writer.message(1, node('Identity', ['goes-on'], 'goes-on-still'));
  writer.message(1, node('Identity', ['held'], 'held-still')).text(2, 'body');
  writer.message(11, value('round', INT64, [])).message(11, value('goes-on', BOOL, []));
  writer.message(11, value('held', FLOAT, null));
  writer.message(12, value('goes-on-still', BOOL, [])).message(12, value('held-still', FLOAT, null));
}

/**
 * An ONNX file whose loop never ends once a number of its input is above a threshold; below, all logits are 0.
 * @param shape of one patch
 */
export function endlessNetwork(shape: readonly number[], genres: number, threshold: number): Uint8Array {
  const numbers = shape.reduce((product, length) => product * length, 1);
  const model = new ProtobufWriter().integer(1, 8);
  model.message(7, (graph) => {
    graph.message(
      1,
      node('ReduceMax', ['patches'], 'highest', (each) => each.text(1, 'keepdims').integer(3, 0).integer(20, 2)),
    );
    graph.message(1, node('Greater', ['highest', 'threshold'], 'is-above'));
    const body: Fill = (each) => each.text(1, 'body').message(6, loopBody).integer(20, GRAPH_ATTRIBUTE);
    graph.message(1, node('Loop', ['', 'is-above', 'patches'], 'looped', body));
    graph.message(1, node('Flatten', ['looped'], 'flat')).message(1, node('MatMul', ['flat', 'weights'], 'logits'));
    graph.text(2, 'endless').message(5, floats('threshold', [], Float32Array.of(threshold)));
    graph.message(5, floats('weights', [numbers, genres], new Float32Array(numbers * genres)));
    graph.message(11, value('patches', FLOAT, [-1, ...shape])).message(12, value('logits', FLOAT, [-1, genres]));
  });
  return model.message(8, (opset) => opset.text(1, '').integer(2, 17)).finish();
}

/**
 * Writes a model's folder whose network never ends on input above a threshold.
 * @param threshold its front end gives silence −2 or less, and the loudest moments 2
 */
export async function writeEndlessModel(folder: string, name: string, threshold: number): Promise<void> {
  const card = modelCardSchema.parse(JSON.parse(await readFile(SHIPPED_CARD, 'utf8')));
  const network = endlessNetwork(inputShape(card.featureSpec), card.genres.length, threshold);
  const sha256 = createHash('sha256').update(network).digest('hex');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), network);
  await writeFile(join(folder, 'card.json'), JSON.stringify({ ...card, name, network: { ...card.network, sha256 } }));
}
