import { weightsInvalid } from '../weights/refusal.ts';
import type { WeightTensors } from '../weights/weight-tensors.ts';

/** Hands out a file's tensors, each of them once, and knows which ones nobody has asked for. */
export class TensorSource {
  readonly #tensors: WeightTensors;
  readonly #left: Set<string>;

  constructor(tensors: WeightTensors) {
    this.#tensors = tensors;
    this.#left = new Set(tensors.keys());
  }

  /** @throws AppError weights-invalid where there is no such tensor, or one of another shape, or it was taken already */
  take(name: string, shape: readonly number[]): Float32Array {
    const tensor = this.#tensors.get(name);
    if (!tensor || !this.#left.delete(name)) throw weightsInvalid(`it has no tensor “${name}”`);
    if (tensor.shape.join() !== shape.join())
      throw weightsInvalid(`“${name}” has the shape [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`);
    return tensor.values;
  }

  /** @throws AppError weights-invalid where a tensor was not taken: it belongs to another network */
  finish(): void {
    const [first] = this.#left;
    if (first !== undefined)
      throw weightsInvalid(`${this.#left.size} of its tensors have no place, such as “${first}”`);
  }
}
