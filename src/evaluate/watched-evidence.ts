import type { Evidence, Need } from '../checks/evidence.ts';

/** Pieces of evidence; undefined where one is not to be had, or says nothing. */
export type Pieces = { readonly [N in Need]: Evidence[N] | undefined };

/** Every piece has a bit, so that many are compared in one step. */
const bits: Readonly<Record<Need, number>> = {
  endpoint: 2 ** 0,
  role: 2 ** 1,
  demands: 2 ** 2,
  expectation: 2 ** 3,
  thresholds: 2 ** 4,
  now: 2 ** 5,
  observation: 2 ** 6,
  presented: 2 ** 7,
  leaf: 2 ** 8,
  leafPattern: 2 ** 9,
  leafValidity: 2 ** 10,
  links: 2 ** 11,
  trust: 2 ** 12,
  trusted: 2 ** 13,
  path: 2 ** 14,
  pathPattern: 2 ** 15,
  validation: 2 ** 16,
  publicTrust: 2 ** 17,
  isPublic: 2 ** 18,
  publicStore: 2 ** 19,
  handshake: 2 ** 20,
  negotiated: 2 ** 21,
  keyExchange: 2 ** 22,
  withoutServerName: 2 ** 23,
  fetched: 2 ** 24,
  staples: 2 ** 25,
  isPlainlyEncoded: 2 ** 26,
  straightLength: 2 ** 27,
  isNameless: 2 ** 28,
  isDialledNameless: 2 ** 29,
};

/** The bits of some needs. */
export function bitsOf(needs: readonly Need[]): number {
  return needs.reduce((sum, need) => sum | bits[need], 0);
}

/** What endpoints may have in common. The other pieces are each one's own, and too much to keep: they never count as the same. */
const shareable = [
  'role',
  'demands',
  'thresholds',
  'now',
  'isPlainlyEncoded',
  'leafPattern',
  'leafValidity',
  'straightLength',
  'trusted',
  'pathPattern',
  'isPublic',
  'publicStore',
  'negotiated',
  'keyExchange',
  'isNameless',
  'isDialledNameless',
] as const satisfies readonly Need[];

const ownBits = ~bitsOf(shareable);

/** Nothing in it is larger than the issuers of a path. */
export type SharedPieces = Pick<Pieces, (typeof shareable)[number]>;

/** What is kept of the pieces, to compare others with. */
export function sharedOf(pieces: Pieces): SharedPieces {
  const { role, demands, thresholds, now, isPlainlyEncoded, leafPattern, leafValidity, straightLength } = pieces;
  const { trusted, pathPattern, isPublic, publicStore, negotiated, keyExchange } = pieces;
  const { isNameless, isDialledNameless } = pieces;
  return {
    role,
    demands,
    thresholds,
    now,
    isPlainlyEncoded,
    leafPattern,
    leafValidity,
    straightLength,
    trusted,
    pathPattern,
    isPublic,
    publicStore,
    negotiated,
    keyExchange,
    isNameless,
    isDialledNameless,
  };
}

/** Which pieces are not the very same. Pieces are never changed once they are made, so the same one says the same. */
export function differences(pieces: Pieces, others: SharedPieces): number {
  let changed = ownBits;
  for (const need of shareable) if (pieces[need] !== others[need]) changed |= bits[need];
  return changed;
}

/**
 * What a check is handed: all evidence, which notes what is looked at and lets nothing be seen that was not declared. Every
 * piece goes through `see`, so a check that looks at the same pieces again cannot but answer the same.
 */
export class WatchedEvidence implements Evidence {
  /** The pieces looked at since `show`. */
  seen = 0;
  private declared = 0;
  private readonly pieces: Pieces;

  constructor(pieces: Pieces) {
    this.pieces = pieces;
  }

  /** Begins anew, for a check that declares these needs. All of them have to be there. */
  show(declared: number): Evidence {
    this.seen = 0;
    this.declared = declared;
    return this;
  }

  get endpoint() {
    return this.see('endpoint');
  }
  get role() {
    return this.see('role');
  }
  get demands() {
    return this.see('demands');
  }
  get expectation() {
    return this.see('expectation');
  }
  get thresholds() {
    return this.see('thresholds');
  }
  get now() {
    return this.see('now');
  }
  get observation() {
    return this.see('observation');
  }
  get presented() {
    return this.see('presented');
  }
  get leaf() {
    return this.see('leaf');
  }
  get leafPattern() {
    return this.see('leafPattern');
  }
  get leafValidity() {
    return this.see('leafValidity');
  }
  get links() {
    return this.see('links');
  }
  get trust() {
    return this.see('trust');
  }
  get trusted() {
    return this.see('trusted');
  }
  get path() {
    return this.see('path');
  }
  get pathPattern() {
    return this.see('pathPattern');
  }
  get validation() {
    return this.see('validation');
  }
  get publicTrust() {
    return this.see('publicTrust');
  }
  get isPublic() {
    return this.see('isPublic');
  }
  get publicStore() {
    return this.see('publicStore');
  }
  get handshake() {
    return this.see('handshake');
  }
  get negotiated() {
    return this.see('negotiated');
  }
  get keyExchange() {
    return this.see('keyExchange');
  }
  get withoutServerName() {
    return this.see('withoutServerName');
  }
  get fetched() {
    return this.see('fetched');
  }
  get staples() {
    return this.see('staples');
  }
  get isPlainlyEncoded() {
    return this.see('isPlainlyEncoded');
  }
  get straightLength() {
    return this.see('straightLength');
  }
  get isNameless() {
    return this.see('isNameless');
  }
  get isDialledNameless() {
    return this.see('isDialledNameless');
  }

  private see<N extends Need>(need: N): Evidence[N] {
    const bit = bits[need];
    if ((this.declared & bit) === 0) throw new Error(`A check looks at ${need}, which it does not declare.`);
    this.seen |= bit;
    // Whoever shows it has made sure that it is there.
    return this.pieces[need] as Evidence[N];
  }
}
