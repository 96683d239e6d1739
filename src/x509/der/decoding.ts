import type { DecodeError, EncodingOddity } from '../certificate.ts';
import type { ElementMemory } from './element-memory.ts';

/** Oddities kept for one structure. They are read by people, and a peer decides how many there are. */
const MAX_ODDITIES = 32;

/** Wrong values named in one failure, for the same reason. */
const MAX_WRONG_VALUES = 8;

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
  private readonly wrongValues: DecodeError[] = [];
  private wrongValueCount = 0;
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

  /** Makes the decoding fail at its end; what follows is still read, so that every such value is named. */
  refuse(kind: DecodeError['kind'], message: string, offset: number): void {
    this.wrongValueCount += 1;
    if (this.wrongValues.length < MAX_WRONG_VALUES) this.wrongValues.push({ kind, message, offset });
  }

  /** Why the decoding failed; undefined: it did not. */
  outcome(): DecodeError | undefined {
    const [first] = this.wrongValues;
    if (this.error !== undefined || first === undefined) return this.error;
    const messages = this.wrongValues.map(({ message }) => message);
    const rest = this.wrongValueCount - messages.length;
    return { ...first, message: [...messages, ...(rest > 0 ? [`There are ${rest} more.`] : [])].join(' ') };
  }

  /**
   * Records an oddity, unless the decoding has failed: what looks odd then was not read. The same one in the same place is kept
   * once. That some are not kept is the last one.
   */
  note(message: string): void {
    const { oddities, where } = this;
    if (this.error !== undefined || oddities.length > MAX_ODDITIES) return;
    if (oddities.some((known) => known.where === where && known.message === message)) return;
    oddities.push({ where, message: oddities.length < MAX_ODDITIES ? message : 'more oddities than are listed' });
  }

  /** Part of the structure as a key for `memory`, one character a byte. `bytes` is always the whole structure. */
  keyOf(bytes: Uint8Array, start: number, end: number): string {
    this.buffer ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return this.buffer.toString('latin1', start, end);
  }
}
