import type { KeyInUse } from '../checks/define-scan-check.ts';
import type { PresentedKey } from '../checks/presented-key.ts';

/**
 * Different keys kept to be compared, and as many further endpoints that present one of them: half a kilobyte for each as text, so 50 MB
 * at most, which takes a list of more than 50,000.
 */
export const MAX_KEYS_KEPT = 50_000;

/**
 * Bits of all moduli that are compared for shared primes: 1,024 of 2048 bits. Comparing costs half a millisecond for each, more than
 * auditing the endpoint should, and grows a little faster than their number; so this is half a second at the end of a run, in steps of
 * a tenth, and 30 MB. See docs/performance.md.
 */
export const MAX_BITS_COMPARED = 2_097_152;

/** Endpoints kept of one key, and of one certificate with it: a finding names no more, and one certificate tells no more. */
const maximumPlaces = 64;
const maximumPlacesOfCertificate = 16;

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

export function createKeyLedger(maximum: number = MAX_KEYS_KEPT): KeyLedger {
  const keys = new Map<
    string,
    { readonly places: PackedPlace[]; endpoints: number; modulus?: NonNullable<KeyInUse['modulus']> }
  >();
  let further = 0;
  let furtherLeftOut = 0;
  let newKeysLeftOut = 0;
  let bits = 0;
  const compared = (modulus: Uint8Array): Uint8Array | 'left-out' => {
    if (bits + modulus.length * 8 > MAX_BITS_COMPARED) return 'left-out';
    bits += modulus.length * 8;
    return modulus;
  };
  const addNew = ({ modulus, ...place }: PresentedKey): void => {
    const key = { places: [pack(place)], endpoints: 1 };
    if (modulus === undefined) keys.set(place.key, key);
    else keys.set(place.key, { ...key, modulus: modulus === 'unfit' ? modulus : compared(modulus) });
  };
  return {
    add: (place) => {
      const known = keys.get(place.key);
      if (known === undefined) {
        if (keys.size === maximum) newKeysLeftOut += 1;
        else addNew(place);
        return;
      }
      known.endpoints += 1;
      const alike = known.places.filter(({ certificate }) => certificate === place.certificate).length;
      if (alike === maximumPlacesOfCertificate) return;
      if (further === maximum || known.places.length === maximumPlaces) {
        furtherLeftOut += 1;
        return;
      }
      const { modulus: _, ...rest } = place;
      known.places.push(pack(rest));
      further += 1;
    },
    gathered: () => ({
      keys: [...keys].map(([key, { places, ...known }]) => {
        const isTold = known.endpoints > 1 || known.modulus instanceof Uint8Array;
        return { ...known, places: isTold ? places.map((place) => unpack(key, place)) : [] };
      }),
      endpointsLeftOut: newKeysLeftOut + furtherLeftOut,
      newKeysLeftOut,
    }),
  };
}

/** A place while nobody asks for it: an object of eleven fields with its texts takes twice as much. */
interface PackedPlace {
  readonly certificate: string;
  /** JSON of all but key and certificate. */
  readonly text: string;
}

function pack({ key: _, certificate, ...rest }: PresentedKey): PackedPlace {
  return { certificate, text: JSON.stringify(rest) };
}

function unpack(key: string, { certificate, text }: PackedPlace): PresentedKey {
  return { ...JSON.parse(text), key, certificate };
}
