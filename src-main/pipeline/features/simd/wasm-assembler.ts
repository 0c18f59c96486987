/**
 * The few instructions of WebAssembly that our loops need, as bytes: https://webassembly.github.io/spec/core/binary/.
 * An expression's bytes leave its value on the stack, so instructions nest as calls of functions do.
 */
export type Code = readonly number[];

const [I32, V128] = [0x7f, 0x7b];
const PAGE_BYTES = 65_536;

/** Bytes of a number without a sign, seven bits each (LEB128). */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}

/** Bytes of a number that may be negative: the last byte's second bit is the sign. */
export function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (; rest < -64 || rest > 63; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest & 0x7f];
}

const i32Const = (value: number): Code => [0x41, ...signed(value)];

/** Whole numbers without a sign: addresses and counters. */
export const i32 = {
  const: i32Const,
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  isLess: (a: Code, b: Code): Code => [...a, ...b, 0x49],
  half: (a: Code): Code => [...a, ...i32Const(1), 0x76],
  load: (address: Code, offset = 0): Code => [...address, 0x28, 0, ...unsigned(offset)],
};

const simd = (opcode: number, ...operands: Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(opcode)];

/** Of the memory at `address + offset`, in bytes; nothing needs to be aligned. */
const memory = (opcode: number, offset: number, ...operands: Code[]): Code => [
  ...simd(opcode, ...operands),
  0,
  ...unsigned(offset),
];

/** 128 bits. */
export const v128 = {
  load: (address: Code, offset = 0): Code => memory(0x00, offset, address),
  /** One float64 in both lanes. */
  loadSplat: (address: Code, offset = 0): Code => memory(0x0a, offset, address),
  /** The lower 64 bits; zeros above. */
  loadHalf: (address: Code, offset = 0): Code => memory(0x5d, offset, address),
  store: (address: Code, offset: number, value: Code): Code => memory(0x0b, offset, address, value),
  /** The lowest 32 bits. */
  storeQuarter: (address: Code, offset: number, value: Code): Code => [...memory(0x5a, offset, address, value), 0],
  /** The lower 64 bits. */
  storeHalf: (address: Code, offset: number, value: Code): Code => [...memory(0x5b, offset, address, value), 0],
};

/** Two float64. */
export const f64x2 = {
  const: (first: number, second: number): Code => [
    ...simd(0x0c),
    ...new Uint8Array(Float64Array.of(first, second).buffer),
  ],
  add: (a: Code, b: Code): Code => simd(0xf0, a, b),
  sub: (a: Code, b: Code): Code => simd(0xf1, a, b),
  mul: (a: Code, b: Code): Code => simd(0xf2, a, b),
  /** From the lower two of four float32. */
  promote: (a: Code): Code => simd(0x5f, a),
  /** A lane of `a` and a lane of `b`. */
  pick: (a: Code, laneOfA: 0 | 1, b: Code, laneOfB: 0 | 1): Code => [
    ...simd(0x0d, a, b),
    ...Array.from({ length: 16 }, (_, byte) => (byte < 8 ? 8 * laneOfA + byte : 8 + 8 * laneOfB + byte)),
  ],
};

/** Four float32. */
export const f32x4 = {
  /** Where neither is NaN. */
  min: (a: Code, b: Code): Code => simd(0xea, a, b),
  max: (a: Code, b: Code): Code => simd(0xeb, a, b),
  /** The lanes moved down by `count`, the lowest ones to the top. */
  rotate: (a: Code, count: number): Code => [
    ...simd(0x0d, a, a),
    ...Array.from({ length: 16 }, (_, byte) => (4 * count + byte) % 16),
  ],
};

/** A whole number or a vector that changes. */
export interface Variable {
  readonly value: Code;
  readonly index: Code;
}

/** A function of whole numbers without a result while it is written, instruction by instruction. */
export class FunctionWriter {
  /** What reads the parameters. */
  readonly parameters: readonly Code[];
  readonly #types: number[] = [];
  readonly #body: number[] = [];

  constructor(parameters = 0) {
    this.parameters = Array.from({ length: parameters }, (_, index) => read(unsigned(index)));
  }

  /** Appends an instruction that leaves nothing. */
  do(instruction: Code): void {
    this.#body.push(...instruction);
  }

  /** Computes a vector once. @returns what reads it */
  let(vector: Code): Code {
    return this.vectorVariable(vector).value;
  }

  /** A new whole number with its first value. */
  variable(first: Code): Variable {
    return this.#variable(I32, first);
  }

  /** A new vector with its first value. */
  vectorVariable(first: Code): Variable {
    return this.#variable(V128, first);
  }

  set({ index }: Variable, value: Code): void {
    this.do([...value, 0x21, ...index]);
  }

  advance(variable: Variable, step: Code): void {
    this.set(variable, i32.add(variable.value, step));
  }

  /** Runs what `write` writes, with steps of the counter, until it is `end` or more; at least once. */
  loop(counter: Variable, step: number, end: Code, write: () => void): void {
    this.do([0x03, 0x40]);
    write();
    this.advance(counter, i32.const(step));
    this.do([...i32.isLess(counter.value, end), 0x0d, 0, 0x0b]);
  }

  /** As a module's code section has it. */
  bytes(): Code {
    const locals = this.#types.flatMap((type) => [1, type]);
    const bytes = [...unsigned(this.#types.length), ...locals, ...this.#body, 0x0b];
    return [...unsigned(bytes.length), ...bytes];
  }

  #variable(type: number, first: Code): Variable {
    const index = unsigned(this.parameters.length + this.#types.push(type) - 1);
    const variable = { index, value: read(index) };
    this.set(variable, first);
    return variable;
  }
}

function read(index: Code): Code {
  return [0x20, ...index];
}

/** A running module of one function and a memory of its own. */
export interface Program {
  readonly memory: ArrayBuffer;
  run(...parameters: number[]): void;
}

/** @param bytes of memory, which are zeros at first */
export function startProgram(bytes: number, written: FunctionWriter): Program {
  const module = new WebAssembly.Module(Uint8Array.from(moduleOf(Math.ceil(bytes / PAGE_BYTES), written)));
  const { exports } = new WebAssembly.Instance(module);
  const { memory, run } = exports as { readonly memory: WebAssembly.Memory; readonly run: () => void };
  return { memory: memory.buffer, run };
}

function moduleOf(pages: number, written: FunctionWriter): Code {
  const section = (id: number, ...parts: Code[]): Code => [id, ...unsigned(parts.flat().length), ...parts.flat()];
  const text = (name: string): Code => [...unsigned(name.length), ...Buffer.from(name)];
  const types = written.parameters.map(() => I32);
  const [functionExport, memoryExport] = [0, 2];
  return [
    ...[...Buffer.from('\0asm'), 1, 0, 0, 0],
    ...section(1, [1, 0x60, types.length, ...types, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 1], unsigned(pages), unsigned(pages)),
    ...section(7, [2], text('run'), [functionExport, 0], text('memory'), [memoryExport, 0]),
    ...section(10, [1], written.bytes()),
  ];
}
