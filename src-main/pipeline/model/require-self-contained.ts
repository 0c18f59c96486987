import { AppError } from '../../contract/app-error.ts';
import { readFields } from '../../formats/protobuf-fields.ts';

/** The messages of an ONNX file through which tensors are reached. */
type MessageKind = 'model' | 'training' | 'function' | 'graph' | 'node' | 'attribute' | 'sparse' | 'tensor';

/** Numbers of the fields that lead to tensors, and what lies there (onnx.proto of ONNX 1.23). */
const FIELDS: Readonly<Record<Exclude<MessageKind, 'tensor'>, Readonly<Record<number, MessageKind>>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node', 11: 'attribute' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
};
/** TensorProto: where else its numbers lie (external_data), and that they lie elsewhere (data_location). */
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
/** Protobuf's own readers stop at 100 messages within one another. */
const DEEPEST = 100;
/** Far beyond any network: a hundred thousand nodes have fewer. What has more would take long to walk through. */
const MOST_FIELDS = 2_000_000;
/** ONNX Runtime's other format, which it tells by these bytes; it can name other files too. */
const RUNTIME_FORMAT = { from: 4, mark: 'ORTM' } as const;

/**
 * Refuses an ONNX file with a tensor that lies in another file: ONNX Runtime would read whatever file it names, and its
 * bytes would come out as answers. Every tensor is looked at: initializers, dense and sparse, those of nodes, of graphs
 * within nodes, of functions and of training graphs.
 * @throws AppError model-invalid, also for what is cut, damaged or nested too deeply
 */
export function requireSelfContained(network: Uint8Array): void {
  const mark = Buffer.from(network.buffer, network.byteOffset, network.byteLength)
    .subarray(RUNTIME_FORMAT.from, RUNTIME_FORMAT.from + RUNTIME_FORMAT.mark.length)
    .toString('latin1');
  if (mark === RUNTIME_FORMAT.mark) throw refused('is in ONNX Runtime’s own format, not in ONNX');
  try {
    walk('model', network, 1, { fields: 0 });
  } catch (error) {
    if (error instanceof RangeError) throw refused(`is damaged: ${error.message}`, error);
    throw error;
  }
}

/** Looks at a message and all within it. @param count what has been looked at so far @throws AppError, RangeError */
function walk(kind: MessageKind, message: Uint8Array, depth: number, count: { fields: number }): void {
  if (depth > DEEPEST) throw refused('is nested too deeply');
  for (const each of readFields(message)) {
    count.fields += 1;
    if (count.fields > MOST_FIELDS) throw refused('has too many parts');
    if (kind === 'tensor') {
      requireInside(each.field, 'integer' in each ? each.integer : null);
      continue;
    }
    const inner = FIELDS[kind][each.field];
    if (!inner) continue;
    if (!('bytes' in each)) throw refused('is damaged: a message is a number');
    walk(inner, each.bytes, depth + 1, count);
  }
}

/** @param integer null where the field holds another kind of value */
function requireInside(field: number, integer: bigint | null): void {
  const isElsewhere = field === EXTERNAL_DATA || (field === DATA_LOCATION && integer !== 0n);
  if (isElsewhere) throw refused('reads its numbers from another file, which a model must not');
}

function refused(reason: string, cause?: unknown): AppError {
  return new AppError('model-invalid', `The network ${reason}.`, { cause });
}
