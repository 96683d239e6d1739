import type { KeyInUse } from '../../checks/define-scan-check.ts';
import type { PresentedKey } from '../../checks/keys/presented-key.ts';
import { createByteTable } from '../../model/byte-table.ts';

/**
 * Different keys that are kept to be compared; as many further endpoints that present one of them are kept beside them. An entry takes
 * some 400 bytes outside V8's heap, so this is 40 MB at most, and lists of up to 50,000 endpoints are compared whole.
 */
const MAX_KEYS_KEPT = 50_000;

/**
 * Moduli compared for shared primes at most, counted as 2048 bits. Comparing costs half a millisecond for each, as much as the audit of an
 * endpoint should, and grows a little faster than their number. This is the largest number that was measured: 15 s in steps of up to 5 s,
 * and 200 MB. See docs/performance.md.
 */
export const maxModuliCompared = 16_384;
const bitsOfModulus = 2_048;

/** Endpoints kept of one key, and of one certificate with it: a finding names no more, and more of one certificate add nothing. */
const maximumHolders = 64;
const maximumHoldersOfCertificate = 16;

/** How much a run keeps of keys. */
export interface KeyBounds {
  readonly maximumKeys?: number | undefined;
  /** Moduli compared for shared primes; absent: none. */
  readonly moduliCompared?: number | undefined;
}

/** The keys that the endpoints of a run presented, and which endpoints hold each. */
export interface KeyHolders {
  readonly add: (key: PresentedKey) => void;
  readonly gathered: () => GatheredKeys;
}

export interface GatheredKeys {
  /** Every different key that is kept, in the order they were first seen. */
  readonly keys: readonly KeyInUse[];
  /** Whether the run is to compare moduli. */
  readonly areModuliCompared: boolean;
  /** Endpoints that were not kept for want of room. */
  readonly endpointsLeftOut: number;
  /** Those of them whose key is not kept of any endpoint. */
  readonly newKeysLeftOut: number;
}

export function createKeyHolders({
  maximumKeys: maximum = MAX_KEYS_KEPT,
  moduliCompared = 0,
}: KeyBounds = {}): KeyHolders {
  /** The number of each key, counted from 1. Each of the three lists below has an entry for each key. */
  const numbers = createByteTable(digestBytes);
  const endpointsOfKey: number[] = [];
  const holdersOfKey: number[] = [];
  const moduli: KeyInUse['modulus'][] = [];
  /** How many holders are kept that presented this certificate. Each certificate has one key. */
  const holdersOfCertificate = createByteTable(digestBytes);
  const holders = createHolderList();
  let further = 0;
  let furtherLeftOut = 0;
  let newKeysLeftOut = 0;
  let bitsLeft = moduliCompared * bitsOfModulus;

  const withinBudget = (modulus: PresentedKey['modulus']): KeyInUse['modulus'] => {
    if (!(modulus instanceof Uint8Array)) return modulus;
    const bits = modulus.length * 8;
    if (bits > bitsLeft) return 'left-out';
    bitsLeft -= bits;
    return modulus;
  };

  const keep = (number: number, presented: PresentedKey): void => {
    const certificate = digestOf(presented.certificate);
    holdersOfCertificate.set(certificate, (holdersOfCertificate.get(certificate) ?? 0) + 1);
    holdersOfKey[number - 1] = (holdersOfKey[number - 1] ?? 0) + 1;
    holders.add(number, presented);
  };

  const addKey = (digest: Uint8Array, presented: PresentedKey): void => {
    if (numbers.size() === maximum) {
      newKeysLeftOut += 1;
      return;
    }
    moduli.push(withinBudget(presented.modulus));
    const number = endpointsOfKey.push(1);
    numbers.set(digest, number);
    keep(number, presented);
  };

  const addHolder = (number: number, presented: PresentedKey): void => {
    endpointsOfKey[number - 1] = (endpointsOfKey[number - 1] ?? 0) + 1;
    if (holdersOfCertificate.get(digestOf(presented.certificate)) === maximumHoldersOfCertificate) return;
    if (further === maximum || holdersOfKey[number - 1] === maximumHolders) {
      furtherLeftOut += 1;
      return;
    }
    further += 1;
    keep(number, presented);
  };

  return {
    add: (presented) => {
      const digest = digestOf(presented.key);
      const number = numbers.get(digest);
      if (number === undefined) addKey(digest, presented);
      else addHolder(number, presented);
    },
    gathered: () => {
      const keys = endpointsOfKey.map((endpoints, index) => {
        const modulus = moduli[index];
        return { holders: [] as PresentedKey[], endpoints, ...(modulus === undefined ? {} : { modulus }) };
      });
      for (const [number, holder] of holders.read()) {
        const key = keys[number - 1];
        const isCompared = key !== undefined && (key.endpoints > 1 || key.modulus instanceof Uint8Array);
        if (isCompared) key.holders.push(holder);
      }
      return {
        keys,
        areModuliCompared: moduliCompared > 0,
        endpointsLeftOut: newKeysLeftOut + furtherLeftOut,
        newKeysLeftOut,
      };
    },
  };
}

/** Bytes of a SHA-256 that keys and certificates are known by here. */
const digestBytes = 16;

function digestOf(fingerprint: string): Uint8Array {
  return Buffer.from(fingerprint.slice(0, 2 * digestBytes), 'hex');
}

type Entry = readonly [number: number, holder: Omit<PresentedKey, 'modulus'>];

/** Holders packed together: enough for a buffer of its own, and few enough that those not yet packed do not matter. */
const packedTogether = 256;

/** Holders with the numbers of their keys, in the order they were added. All but the last few are packed as JSON outside V8's heap. */
function createHolderList() {
  const packed: Buffer[] = [];
  let recent: Entry[] = [];
  return {
    add: (number: number, { modulus: _, ...holder }: PresentedKey): void => {
      if (recent.push([number, holder]) < packedTogether) return;
      packed.push(Buffer.from(JSON.stringify(recent)));
      recent = [];
    },
    read: function* (): Generator<Entry> {
      for (const bytes of packed) yield* JSON.parse(bytes.toString()) as readonly Entry[];
      yield* recent;
    },
  };
}
