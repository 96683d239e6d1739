import type { KeyInUse } from '../../checks/define-scan-check.ts';
import type { PresentedKey } from '../../checks/keys/presented-key.ts';
import { createKeyTable } from './key-table.ts';
import { createPlaceTable } from './place-table.ts';

/**
 * Different keys kept to be compared, and as many further endpoints that present one of them: some 400 bytes for each, none of them in
 * V8's heap, so 40 MB at most, which takes a list of more than 50,000.
 */
export const MAX_KEYS_KEPT = 50_000;

/**
 * Moduli compared for shared primes where nobody says, counted as 2048 bits. Comparing costs half a millisecond for each, as much as the
 * audit of an endpoint should, and grows a little faster than their number: this many are half a second at the end of a run. At
 * most as many as were measured: 15 s in steps of up to 5 s, and 200 MB. See docs/performance.md.
 */
export const defaultModuliCompared = 1_024;
export const maxModuliCompared = 16_384;
const bitsOfModulus = 2_048;

/** Endpoints kept of one key, and of one certificate with it: a finding names no more, and one certificate tells no more. */
const maximumPlaces = 64;
const maximumPlacesOfCertificate = 16;

/** How much a run keeps of keys. */
export interface KeyBounds {
  readonly maximumKeys?: number | undefined;
  readonly moduliCompared?: number | undefined;
}

/** What a run keeps of the keys it was shown. */
export interface KeyLedger {
  readonly add: (key: PresentedKey) => void;
  readonly gathered: () => GatheredKeys;
}

export interface GatheredKeys {
  /** Every different key that is kept, in the order they were first seen. */
  readonly keys: readonly KeyInUse[];
  /** Endpoints that found no room here. */
  readonly endpointsLeftOut: number;
  /** Those of them that present a key which is kept of nobody. */
  readonly newKeysLeftOut: number;
}

export function createKeyLedger({
  maximumKeys: maximum = MAX_KEYS_KEPT,
  moduliCompared = defaultModuliCompared,
}: KeyBounds = {}): KeyLedger {
  const keys = createKeyTable(maximum);
  const places = createPlaceTable(2 * maximum);
  const moduli = new Map<number, NonNullable<KeyInUse['modulus']>>();
  let further = 0;
  let furtherLeftOut = 0;
  let newKeysLeftOut = 0;
  let bits = 0;
  const noteModulus = (key: number, modulus: NonNullable<PresentedKey['modulus']>): void => {
    const octets = modulus === 'unfit' ? 0 : modulus.length;
    const fits = bits + octets * 8 <= moduliCompared * bitsOfModulus;
    if (fits) bits += octets * 8;
    moduli.set(key, fits ? modulus : 'left-out');
  };
  return {
    add: (place) => {
      const { modulus } = place;
      const { key, isNew } = keys.find(place.key, (known) => places.first(known).key === place.key);
      if (key === undefined) {
        newKeysLeftOut += 1;
        return;
      }
      if (isNew && modulus !== undefined) noteModulus(key, modulus);
      const alike = places.countAlike(key, place.certificate);
      if (alike === maximumPlacesOfCertificate) return;
      // Every key has room for one place.
      if (!isNew && (further === maximum || places.count(key) === maximumPlaces)) {
        furtherLeftOut += 1;
        return;
      }
      if (!isNew) further += 1;
      places.add(key, place);
    },
    gathered: () => ({
      keys: Array.from({ length: keys.size() }, (_, key) => {
        const modulus = moduli.get(key);
        const endpoints = keys.endpoints(key);
        const isTold = endpoints > 1 || modulus instanceof Uint8Array;
        return { places: isTold ? places.of(key) : [], endpoints, ...(modulus === undefined ? {} : { modulus }) };
      }),
      endpointsLeftOut: newKeysLeftOut + furtherLeftOut,
      newKeysLeftOut,
    }),
  };
}
