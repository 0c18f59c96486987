/** Numbers in and out of a network or a graph, by the name of the input or output; flat, row after row. */
export type Tensors = Readonly<Record<string, Float32Array>>;
