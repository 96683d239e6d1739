import type { KeyInUse } from '../checks/define-scan-check.ts';
import type { PresentedKey } from '../checks/presented-key.ts';

/**
 * Different keys kept to be compared, and as many further endpoints that present one of them: half a kilobyte for a key, half of that for an
 * endpoint, so at most 80 MB, which takes a list of more than 100,000.
 */
export const MAX_KEYS_KEPT = 100_000;

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
  const keys = new Map<string, { readonly places: PresentedKey[]; endpoints: number }>();
  let further = 0;
  let furtherLeftOut = 0;
  let newKeysLeftOut = 0;
  return {
    add: (place) => {
      const known = keys.get(place.key);
      if (known === undefined) {
        if (keys.size === maximum) newKeysLeftOut += 1;
        else keys.set(place.key, { places: [place], endpoints: 1 });
        return;
      }
      known.endpoints += 1;
      const alike = known.places.filter(({ certificate }) => certificate === place.certificate);
      if (alike.length === maximumPlacesOfCertificate) return;
      if (further === maximum || known.places.length === maximumPlaces) {
        furtherLeftOut += 1;
        return;
      }
      known.places.push(withTextsOf(alike[0], place));
      further += 1;
    },
    gathered: () => ({
      keys: [...keys.values()],
      endpointsLeftOut: newKeysLeftOut + furtherLeftOut,
      newKeysLeftOut,
    }),
  };
}

/** Endpoints of one certificate share what is the same for them. */
function withTextsOf(other: PresentedKey | undefined, place: PresentedKey): PresentedKey {
  if (other === undefined) return place;
  const { key, certificate, names, modulus } = other;
  return { ...place, key, certificate, names, ...(modulus === undefined ? {} : { modulus }) };
}
