import type { PathErrorKind } from './path.ts';

/**
 * How specific an error is; the higher one is reported. A path that reaches an anchor always explains more than one that does
 * not, so `unknown-issuer` is lowest: it is reported when nothing reached an anchor. The idea is rustls-webpki's `Error::rank`.
 */
export const pathErrorRank: Readonly<Record<PathErrorKind, number>> = {
  'unknown-issuer': 0,
  'bad-signature': 1,
  'unsupported-signature-algorithm': 2,
  'profile-violation': 3,
  'forbidden-signature-algorithm': 4,
  'weak-key': 5,
  'certificate-policies': 6,
  'unhandled-critical-extension': 7,
  'malformed-extension': 8,
  'signature-algorithm-mismatch': 9,
  'name-constraints': 10,
  'extended-key-usage': 11,
  'key-usage': 12,
  'path-length-exceeded': 13,
  'not-a-ca': 14,
  'distrusted-after': 15,
  'not-yet-valid': 16,
  expired: 17,
  revocation: 18,
  'budget-exceeded': 19,
};
