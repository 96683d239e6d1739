/**
 * What follows from what: on the same endpoint or, for a check across a deployment, on one of the endpoints that its finding is about.
 * Faults are named `CHECK/FAULT`; `CHECK/*` is any fault of a check, `*` any fault at all.
 */
export interface Consequences {
  readonly cause: string;
  /** What follows directly; what follows from that is found by going on. */
  readonly effects: readonly string[];
}

/** What is said of a leaf that was not made for the place where it is: the certificate that belongs there lacks none of it. */
const notMadeForThis = [
  'subject-name/*',
  'subject-name-ambiguous/*',
  'subject-alternative-names/*',
  'wildcard-name/*',
  'internal-name/*',
  'certificate-version/*',
  'certificate-lifetime/*',
  'certificate-profile/*',
  'extended-key-usage/*',
  'extended-key-usage-excess/*',
  'key-usage/*',
  'key-usage-excess/*',
  'web-server-template/*',
  'default-certificate/*',
];

/** The first row whose cause is there counts. */
export const consequences: readonly Consequences[] = [
  // No CA issued it: it is to be replaced, whatever it lacks.
  {
    cause: 'chain-trust/self-signed',
    effects: [
      'name-match/wrong-certificate',
      'chain-completeness/*',
      'chain-download/*',
      'unneeded-certificates/*',
      ...notMadeForThis,
    ],
  },

  // Another certificate than the one meant is installed.
  {
    cause: 'name-match/certificate-of-another-endpoint',
    effects: ['single-certificate/*', 'interface-certificates/*', ...notMadeForThis],
  },
  {
    cause: 'name-match/wrong-certificate',
    effects: ['single-certificate/*', 'interface-certificates/*', ...notMadeForThis],
  },
  { cause: 'subject-alternative-names/missing-names', effects: ['name-match/name-missing'] },

  // A version 1 certificate has no extensions.
  {
    cause: 'certificate-version/*',
    effects: [
      'extended-key-usage/absent',
      'key-usage/absent',
      'subject-alternative-names/*',
      'revocation-pointers/*',
      'certificate-profile/*',
    ],
  },

  // A path that does not hold: the check of the rule that it breaks is the cause.
  {
    cause: 'validity-period/*',
    effects: ['chain-trust/expired', 'chain-trust/not-yet-valid', 'expiry-margin/*', 'issuer-outlived/*'],
  },
  { cause: 'extended-key-usage/*', effects: ['chain-trust/extended-key-usage'] },
  { cause: 'key-strength/*', effects: ['chain-trust/weak-key', 'key-strength-margin/*'] },
  { cause: 'known-weak-key/*', effects: ['chain-trust/weak-key'] },
  { cause: 'signature-algorithm/*', effects: ['chain-trust/forbidden-signature-algorithm'] },
  { cause: 'signature-algorithm-deprecated/*', effects: ['chain-trust/forbidden-signature-algorithm'] },
  { cause: 'revocation-status/revoked', effects: ['chain-trust/revoked'] },
  {
    cause: 'certificate-encoding/*',
    effects: ['chain-trust/undecodable', 'chain-trust/malformed-extension', 'certificate-profile/*'],
  },
  { cause: 'key-identifier-mismatch/*', effects: ['certificate-profile/*'] },
  { cause: 'chain-completeness/*', effects: ['chain-trust/issuer-not-found', 'chain-download/*'] },

  // Whatever is said of sending and downloading a root that clients do not trust changes nothing.
  {
    cause: 'chain-trust/root-not-trusted',
    effects: ['chain-completeness/*', 'chain-download/*', 'client-certificate-request/*'],
  },

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
