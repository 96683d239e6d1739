/**
 * What follows from what: on the same endpoint or, for a check across a deployment, on one of the endpoints that its finding is about.
 * Faults are named `CHECK/FAULT`; `CHECK/*` is any fault of a check, `*` any fault at all.
 */
export interface Consequences {
  readonly cause: string;
  /** What follows directly; what follows from that is found by going on. */
  readonly effects: readonly string[];
}

/** A certificate that was not made for this place: which names it lacks does not matter. */
const namesOfAnother = [
  'subject-name/*',
  'subject-name-ambiguous/*',
  'subject-alternative-names/*',
  'wildcard-name/*',
  'default-certificate/*',
  'single-certificate/*',
  'interface-certificates/*',
];

/** The first row whose cause is there counts. */
export const consequences: readonly Consequences[] = [
  {
    // A certificate that software made for itself: nothing in it matters.
    cause: 'name-match/placeholder-certificate',
    effects: [
      ...namesOfAnother,
      'certificate-encoding/*',
      'certificate-lifetime/*',
      'certificate-profile/*',
      'certificate-version/*',
      'chain-completeness/*',
      'chain-download/*',
      'chain-trust/*',
      'expiry-margin/*',
      'extended-key-usage/*',
      'extended-key-usage-excess/*',
      'key-strength/*',
      'key-strength-margin/*',
      'key-usage/*',
      'key-usage-excess/*',
      'revocation-pointers/*',
      'signature-algorithm/*',
      'signature-algorithm-deprecated/*',
      'unneeded-certificates/*',
      'validity-period/*',
    ],
  },
  { cause: 'name-match/certificate-of-another-endpoint', effects: namesOfAnother },
  { cause: 'name-match/wrong-certificate', effects: namesOfAnother },

  // One mistake in the certificate, seen by several checks.
  {
    cause: 'certificate-version/*',
    effects: [
      'certificate-encoding/extensions-before-version-3',
      'certificate-profile/*',
      'extended-key-usage/absent',
      'extended-key-usage/absent-on-public-path',
      'key-identifier-mismatch/*',
      'key-usage/absent',
      'name-match/name-missing',
      'revocation-pointers/*',
      'subject-alternative-names/missing-names',
    ],
  },
  { cause: 'wildcard-name/wildcard', effects: ['subject-name/wildcard', 'subject-alternative-names/only-wildcard'] },
  { cause: 'subject-alternative-names/*', effects: ['name-match/name-missing'] },
  { cause: 'subject-name/*', effects: ['name-match/name-missing', 'single-certificate/*'] },

  { cause: 'extended-key-usage/no-server-auth', effects: ['extended-key-usage-excess/excess-usages'] },
  { cause: 'extended-key-usage/only-any', effects: ['extended-key-usage-excess/excess-usages'] },
  { cause: 'key-usage/*', effects: ['key-usage-excess/excess-bits'] },

  // A path that does not hold: the check of the rule that it breaks is the cause.
  {
    cause: 'validity-period/*',
    effects: ['chain-trust/expired', 'chain-trust/not-yet-valid', 'expiry-margin/*', 'issuer-outlived/*'],
  },
  {
    cause: 'extended-key-usage/*',
    effects: ['chain-trust/extended-key-usage', 'certificate-profile/extended-key-usage'],
  },
  {
    cause: 'key-strength/*',
    effects: ['chain-trust/weak-key', 'key-strength-margin/*', 'certificate-profile/weak-key'],
  },
  { cause: 'key-strength-margin/*', effects: ['certificate-profile/weak-key'] },
  { cause: 'known-weak-key/*', effects: ['chain-trust/weak-key'] },
  {
    cause: 'signature-algorithm/*',
    effects: ['chain-trust/forbidden-signature-algorithm', 'certificate-profile/forbidden-signature-algorithm'],
  },
  {
    cause: 'signature-algorithm-deprecated/*',
    effects: ['chain-trust/forbidden-signature-algorithm', 'certificate-profile/forbidden-signature-algorithm'],
  },
  { cause: 'revocation-status/*', effects: ['chain-trust/revoked'] },
  {
    cause: 'certificate-encoding/*',
    effects: [
      'chain-trust/undecodable',
      'chain-trust/malformed-extension',
      'certificate-profile/malformed-extension',
      'extended-key-usage/malformed',
      'extended-key-usage-excess/malformed',
      'key-usage/malformed',
      'key-usage-excess/malformed',
      'name-match/malformed-san',
      'subject-alternative-names/malformed',
      'web-server-template/malformed',
      'wildcard-name/malformed',
    ],
  },
  { cause: 'certificate-profile/*', effects: ['chain-trust/profile-violation'] },
  { cause: 'chain-completeness/*', effects: ['chain-trust/issuer-not-found', 'chain-download/*'] },

  // A root that clients do not trust: whatever is said of sending and downloading it changes nothing.
  {
    cause: 'chain-trust/self-signed',
    effects: ['chain-completeness/*', 'chain-download/*', 'unneeded-certificates/*', 'certificate-profile/*'],
  },
  {
    cause: 'chain-trust/root-not-trusted',
    effects: ['chain-completeness/*', 'chain-download/*', 'client-certificate-request/*'],
  },

  { cause: 'key-possession/*', effects: ['handshake/*'] },

  // The servers of an array differ because one of them has a fault.
  { cause: '*', effects: ['array-consistency/outcomes-differ'] },
];

/** Which of the candidates a fault follows from, by the table; undefined: from none. */
export function findCauseOf<Candidate>(
  effect: string,
  candidates: readonly Candidate[],
  nameOf: (candidate: Candidate) => string,
): Candidate | undefined {
  for (const { cause, effects } of consequences) {
    if (!effects.some((pattern) => covers(pattern, effect))) continue;
    const found = candidates.find((candidate) => covers(cause, nameOf(candidate)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a pattern of the table covers a fault. */
function covers(pattern: string, fault: string): boolean {
  return pattern === '*' || pattern === fault || (pattern.endsWith('/*') && fault.startsWith(pattern.slice(0, -1)));
}
