import type { DecodeError, EncodingOddity } from '../certificate.ts';
import type { ElementMemory } from './element-memory.ts';

/** Oddities kept for one structure. They are read by people, and a peer decides how many there are. */
const MAX_ODDITIES = 32;

export interface DecodingOptions {
  /** What oddities concern until it is changed. */
  readonly where: string;
  readonly maxElements: number;
  readonly memory?: ElementMemory | undefined;
}

/** What the cursors of one decoding share: the first failure, the oddities and how many elements were read. */
export class Decoding {
  error: DecodeError | undefined;
  elements = 0;
  where: string;
  readonly maxElements: number;
  readonly memory: ElementMemory | undefined;
  readonly oddities: EncodingOddity[] = [];
  private buffer: Buffer | undefined;

  constructor({ where, maxElements, memory }: DecodingOptions) {
    this.where = where;
    this.maxElements = maxElements;
    this.memory = memory;
  }

  /** Makes the decoding fail, unless it has failed already. */
  fail(kind: DecodeError['kind'], message: string, offset: number): void {
    this.error ??= { kind, message, offset };
  }

  /** Records an oddity. The same one in the same place is kept once. */
  note(message: string): void {
    const { oddities, where } = this;
    if (oddities.length >= MAX_ODDITIES) return;
    if (oddities.some((known) => known.where === where && known.message === message)) return;
    oddities.push({ where, message });
  }

  /** Part of the structure as a key for `memory`, one character a byte. `bytes` is always the whole structure. */
  keyOf(bytes: Uint8Array, start: number, end: number): string {
    this.buffer ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return this.buffer.toString('latin1', start, end);
  }
}
