import { err, ok, type Result } from '../../model/result.ts';
import type { Certificate, Name } from '../../x509/certificate.ts';
import { checkLink } from './check-link.ts';
import { equalBytes } from '../equal-bytes.ts';
import type { CertificationPath, PathError, PathRequest } from './path.ts';

/**
 * What a search found above a leaf: the way to an anchor, or where every way ends. It is as good for another leaf of the same
 * issuer where nothing on the way looks at the leaf: see `createAscents`.
 */
export interface Ascent {
  /** The only one that could have issued the leaf, and whose key verified it. */
  readonly issuer: Certificate;
  /** Every certificate that the search thought of putting on top of another. */
  readonly tried: readonly Certificate[];
  /** The path without the leaf. */
  readonly above: readonly Certificate[];
  /** Undefined: the path ends in an anchor and holds. Else why there is none. */
  readonly error: Omit<PathError, 'path'> | undefined;
}

/** What searches found above leaves, for one store and one question. */
export interface Ascents {
  /** The path or error that a search for this leaf would end with, which itself is sound; undefined: search. */
  readonly recall: (request: PathRequest) => Result<CertificationPath, PathError> | undefined;
  readonly keep: (request: PathRequest, ascent: Ascent) => void;
}

/** Issuers kept for each store and question; with the bounds below some 25 MB where peers make the most of it. */
const maximumIssuers = 64;

/** Certificates of a presented chain together. Larger ones are searched each time. */
export const MAX_KEPT_CERTIFICATE_BYTES = 16_384;

/** Certificates of a presented chain beside the leaf. Longer ones, and larger ones, are searched each time. */
const maximumOthers = 8;

/**
 * Remembers ascents by the issuer's name, as long as leaves come with the same certificates (decoded ones, told by identity).
 * A leaf says nothing of what is above its issuer but by its names, where those are constrained, by ending branches that
 * lead back to it, which its key tells, and by what path rules look at: whoever calls asks those, and whether it is sound.
 */
export function createAscents(): Ascents {
  const known = new Map<Name, Ascent & { readonly others: readonly Certificate[] }>();
  return {
    recall: ({ leaf, candidates, store }) => {
      const ascent = known.get(leaf.issuer);
      if (ascent === undefined || !isSameBeside(leaf, candidates, ascent.others)) return undefined;
      if (mayLoop(leaf, ascent.tried) || store.findByFingerprint(leaf.sha256) !== undefined) return undefined;
      if (checkLink(leaf, ascent.issuer.publicKey) !== 'valid') return undefined;
      const path = [leaf, ...ascent.above];
      if (ascent.error === undefined) return ok({ certificates: path });
      const { kind, message, reachesAnchor, certificate } = ascent.error;
      return err({ kind, message, path, reachesAnchor, certificate });
    },
    keep: ({ leaf, candidates }, ascent) => {
      const others = candidates.filter((candidate) => candidate !== leaf);
      if (others.length > maximumOthers || bytesOf(others) > MAX_KEPT_CERTIFICATE_BYTES) return;
      if (mayLoop(leaf, ascent.tried) || ascent.tried.some(constrainsNames)) return;
      known.delete(leaf.issuer);
      known.set(leaf.issuer, { ...ascent, others });
      const oldest = known.keys().next();
      if (known.size > maximumIssuers && oldest.done !== true) known.delete(oldest.value);
    },
  };
}

function isSameBeside(leaf: Certificate, candidates: readonly Certificate[], others: readonly Certificate[]): boolean {
  let index = 0;
  for (const candidate of candidates) {
    if (candidate === leaf) continue;
    if (candidate !== others[index]) return false;
    index += 1;
  }
  return index === others.length;
}

/** A search passes over certificates with name and key of one that the path has already. */
function mayLoop({ publicKey }: Certificate, tried: readonly Certificate[]): boolean {
  for (const { publicKey: other } of tried) {
    if (equalBytes(publicKey.subjectPublicKey, other.subjectPublicKey)) return true;
  }
  return false;
}

function bytesOf(certificates: readonly Certificate[]): number {
  let bytes = 0;
  for (const { der } of certificates) bytes += der.length;
  return bytes;
}

function constrainsNames({ extensions }: Certificate): boolean {
  return extensions.nameConstraints !== undefined;
}
