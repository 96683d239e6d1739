import type { Random } from './random.ts';

/** What one execution is fed: bytes and texts, so that it can be kept. */
export type FuzzInput = readonly (Uint8Array | string)[];

/** A door of ours at which strangers knock. */
export interface FuzzTarget {
  readonly name: string;
  /** Makes an input; the same stream gives the same input. */
  readonly make: (random: Random) => FuzzInput;
  /** Feeds it to us. Throws where an invariant is broken; returns in a word how it ended, for the statistics. */
  readonly judge: (input: FuzzInput) => string | Promise<string>;
}

/** An input as it is kept in a file. */
export function writeInput(input: FuzzInput): unknown {
  return input.map((part) => (typeof part === 'string' ? { text: part } : { hex: Buffer.from(part).toString('hex') }));
}

/** The way back. */
export function readInput(kept: readonly { readonly text?: string; readonly hex?: string }[]): FuzzInput {
  return kept.map(({ text, hex }) => text ?? new Uint8Array(Buffer.from(hex ?? '', 'hex')));
}

export function bytesOf(part: FuzzInput[number] | undefined): Uint8Array {
  if (!(part instanceof Uint8Array)) throw new Error('bytes wanted');
  return part;
}

export function textOf(part: FuzzInput[number] | undefined): string {
  if (typeof part !== 'string') throw new Error('text wanted');
  return part;
}
