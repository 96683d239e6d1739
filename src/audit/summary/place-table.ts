import type { PresentedKey } from '../../checks/keys/presented-key.ts';
import { createTextArena } from '../../model/text-arena.ts';
import { hashOfFingerprint } from './key-table.ts';

/** What is kept of a place: its modulus belongs to the key. */
export type Place = Omit<PresentedKey, 'modulus'>;

/** Who presents which key, outside V8's heap. Whoever adds sees to it that there are no more than the maximum. */
export interface PlaceTable {
  readonly add: (key: number, place: Place) => void;
  /** The first place of a key that has one. */
  readonly first: (key: number) => Place;
  /** Places kept of a key. */
  readonly count: (key: number) => number;
  /** Those with this certificate among them. */
  readonly countAlike: (key: number, certificate: string) => number;
  /** In the order they were added. */
  readonly of: (key: number) => readonly Place[];
}

/** Written out, as copying all but one costs several times as much. */
function withoutModulus(place: Place): Place {
  const { endpoint, deployment, virtualServer, policy, role, host, certificate, names, key } = place;
  return { endpoint, deployment, virtualServer, policy, role, host, certificate, names, key };
}

export function createPlaceTable(maximum: number): PlaceTable {
  const arena = createTextArena();
  const texts = new Float64Array(maximum);
  const certificates = new Float64Array(maximum);
  /** The place of the same key before each, and the latest of each key; counted from 1, so that 0 is none. */
  const earlier = new Uint32Array(maximum);
  const latest = new Uint32Array(maximum);
  let size = 0;
  const placesOf = (key: number): readonly number[] => {
    const places: number[] = [];
    for (let place = latest[key] ?? 0; place !== 0; place = earlier[place - 1] ?? 0) places.unshift(place - 1);
    return places;
  };
  const read = (place: number): Place => JSON.parse(arena.read(texts[place] ?? 0));
  return {
    add: (key, place) => {
      texts[size] = arena.add(JSON.stringify(withoutModulus(place)));
      certificates[size] = hashOfFingerprint(place.certificate);
      earlier[size] = latest[key] ?? 0;
      latest[key] = ++size;
    },
    first: (key) => read(placesOf(key)[0] ?? 0),
    count: (key) => placesOf(key).length,
    countAlike: (key, certificate) => {
      if (latest[key] === 0) return 0;
      const hash = hashOfFingerprint(certificate);
      return placesOf(key).filter((place) => certificates[place] === hash).length;
    },
    of: (key) => placesOf(key).map(read),
  };
}
