import type { OperationAttributes, OperationName } from './attributes.ts';
import { OPERATIONS } from './operations/index.ts';
import type { Constant, DataType, Shape, Tensor } from './tensor.ts';
import { elementCount } from './tensor.ts';

/** One operation of a graph, in the order in which it was emitted. */
export interface GraphNode<Name extends OperationName = OperationName> {
  readonly operation: Name;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: OperationAttributes[Name];
}

/**
 * Collects operations with static shapes. Everything is known when the graph is built, so a wrong
 * shape fails at the line that caused it, and gradients are ordinary nodes of the same graph.
 */
export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly inputs: Tensor[] = [];
  readonly outputs: { readonly name: string; readonly tensor: Tensor }[] = [];
  readonly constants = new Map<string, Constant>();
  readonly #scalars = new Map<number, Tensor>();
  readonly #parent: Graph | null;
  readonly #names: { count: number };

  constructor(parent: Graph | null = null) {
    this.#parent = parent;
    this.#names = parent ? parent.#names : { count: 0 };
  }

  /** A graph for the body of a loop: its names differ from this one's, so that it may use values of this one. */
  child(): Graph {
    return new Graph(this);
  }

  /** Whether this is `other`, or the body of a loop somewhere inside it. */
  isWithin(other: Graph): boolean {
    return this === other || (this.#parent?.isWithin(other) ?? false);
  }

  /** The same graph with only those of its outputs. @param places in `outputs` */
  withOutputs(places: readonly number[]): Graph {
    const graph = this.child();
    graph.nodes.push(...this.nodes);
    graph.inputs.push(...this.inputs);
    graph.outputs.push(...this.outputs.filter((_, place) => places.includes(place)));
    for (const [name, constant] of this.constants) graph.constants.set(name, constant);
    return graph;
  }

  /** Declares a value that the caller feeds on every run. */
  input(name: string, shape: Shape, dataType: DataType = 'float32'): Tensor {
    const tensor = { name, shape, dataType, graph: this };
    this.inputs.push(tensor);
    return tensor;
  }

  /** Declares a value that the caller gets back under `name`. */
  output(name: string, tensor: Tensor): void {
    this.outputs.push({ name, tensor });
  }

  /** Embeds numbers in the graph; row-major. @throws if their count does not match the shape. */
  constant(data: Float32Array | BigInt64Array, shape: Shape, name = this.freshName('constant')): Tensor {
    if (data.length !== elementCount(shape)) {
      throw new Error(`${data.length} numbers do not fill [${shape.join(', ')}]`);
    }
    const dataType = data instanceof Float32Array ? 'float32' : 'int64';
    this.constants.set(name, { data, shape, dataType });
    return { name, shape, dataType, graph: this };
  }

  /** A scalar constant; equal ones are shared. */
  scalar(value: number): Tensor {
    let tensor = this.#scalars.get(value);
    if (!tensor) {
      tensor = this.constant(Float32Array.of(value), []);
      this.#scalars.set(value, tensor);
    }
    return tensor;
  }

  /** Adds one operation and returns all its outputs. */
  emitAll<Name extends OperationName>(
    operation: Name,
    inputs: readonly Tensor[],
    attributes: OperationAttributes[Name],
  ): readonly Tensor[] {
    const outputs = OPERATIONS[operation].infer(inputs, attributes).map((type) => ({
      ...type,
      name: this.freshName(operation),
      graph: this,
    }));
    this.nodes.push({ operation, inputs, outputs, attributes });
    return outputs;
  }

  /** Adds one operation and returns its first output; networks call `functions/` instead. */
  emit<Name extends OperationName>(
    operation: Name,
    inputs: readonly Tensor[],
    attributes: OperationAttributes[Name],
  ): Tensor {
    const [first] = this.emitAll(operation, inputs, attributes);
    if (!first) throw new Error(`${operation} has no output`);
    return first;
  }

  /** A name that no value of this graph, its parents and its children has. */
  freshName(prefix: string): string {
    this.#names.count += 1;
    return `${prefix}_${this.#names.count}`;
  }
}
