import { createHash } from 'node:crypto';

/** Ids of endpoints, of which a file may hold millions. */
export interface IdSet {
  readonly add: (id: string) => void;
  readonly has: (id: string) => boolean;
  readonly size: number;
}

/** Slots at first; there are always at least twice as many as ids. */
const firstSlots = 1_024;

/**
 * Remembers ids by 96 bits of their SHA-256, 16 bytes a slot: a million take 32 MB and not 300. Who is taken for known is not dialled,
 * so a hash that can be made to collide will not do.
 */
export function createIdSet(): IdSet {
  let slots = new Float64Array(2 * firstSlots);
  let size = 0;
  return {
    add: (id) => {
      const [one, other] = hashOf(id);
      const slot = find(slots, one, other);
      if (slots[slot] !== 0) return;
      slots.set([one, other], slot);
      size += 1;
      if (size * 4 > slots.length) slots = grown(slots);
    },
    has: (id) => slots[find(slots, ...hashOf(id))] !== 0,
    get size() {
      return size;
    },
  };
}

/** Two numbers of 48 bits; the first is never 0, which marks a free slot. */
function hashOf(id: string): readonly [number, number] {
  const digest = createHash('sha256').update(id).digest();
  return [digest.readUIntBE(0, 6) || 1, digest.readUIntBE(6, 6)];
}

/** Where this hash stands, or would. */
function find(slots: Float64Array, one: number, other: number): number {
  let slot = 2 * (one % (slots.length / 2));
  while (slots[slot] !== 0 && (slots[slot] !== one || slots[slot + 1] !== other)) slot = (slot + 2) % slots.length;
  return slot;
}

function grown(slots: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * slots.length);
  for (let slot = 0; slot < slots.length; slot += 2) {
    const [one = 0, other = 0] = slots.subarray(slot, slot + 2);
    if (one !== 0) larger.set([one, other], find(larger, one, other));
  }
  return larger;
}
