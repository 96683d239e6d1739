/**
 * What follows from what: on the same endpoint or, for a check across a deployment, on one of the endpoints that its finding is about.
 * Faults are named `CHECK/FAULT`; `CHECK/*` is any fault of a check, `*` any fault at all.
 */
export interface Consequences {
  readonly cause: string;
  /** What follows directly; what follows from that is found by going on. */
  readonly effects: readonly string[];
  /** `certificate`: only if both are about the same certificate, because the remedy of one does nothing for another. */
  readonly on?: 'certificate';
}

/** A fault and the certificate that it is about: SHA-256; undefined: about none. */
export interface NamedFault {
  readonly fault: string;
  readonly certificate: string | undefined;
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
  'certificate-transparency/*',
  'extended-key-usage/*',
  'extended-key-usage-excess/*',
  'key-usage/*',
  'key-usage-excess/*',
  'web-server-template/*',
  'certificate-template/*',
  'certificate-pointers/*',
  'key-type/*',
];

/** The first row whose cause is there counts. */
export const consequences: readonly Consequences[] = [
  // Software made it for itself: it is to be replaced, whatever it lacks.
  {
    cause: 'name-match/placeholder-certificate',
    effects: [
      'chain-trust/*',
      'chain-completeness/*',
      'chain-download/*',
      'unneeded-certificates/*',
      'validity-period/*',
      'expiry-margin/*',
      'public-trust/not-publicly-trusted',
      'key-strength/*',
      'key-strength-margin/*',
      'signature-algorithm/*',
      'signature-algorithm-deprecated/*',
      'revocation-pointers/*',
      'single-certificate/*',
      'interface-certificates/*',
      'key-sharing/*',
      'tls-termination/*',
      'default-certificate/other-names',
      ...notMadeForThis,
    ],
  },

  // No CA issued it: it is to be replaced, whatever it lacks.
  {
    cause: 'chain-trust/self-signed',
    effects: [
      'name-match/wrong-certificate',
      'name-match/name-missing',
      'name-match/no-name',
      'public-trust/not-publicly-trusted',
      'chain-completeness/*',
      'chain-download/*',
      'unneeded-certificates/*',
      ...notMadeForThis,
    ],
  },

  // Another certificate than the one meant is installed.
  {
    cause: 'name-match/certificate-of-another-endpoint',
    effects: [
      'single-certificate/*',
      'interface-certificates/*',
      'key-sharing/*',
      'tls-termination/*',
      'default-certificate/other-names',
      ...notMadeForThis,
    ],
  },
  {
    cause: 'name-match/wrong-certificate',
    effects: [
      'single-certificate/*',
      'interface-certificates/*',
      'key-sharing/*',
      'tls-termination/*',
      'default-certificate/other-names',
      ...notMadeForThis,
    ],
  },

  // The certificate that was judged is one of its issuers, or of another server; the right one stands behind it.
  {
    cause: 'name-match/not-first',
    effects: [
      'single-certificate/*',
      'interface-certificates/*',
      'key-sharing/*',
      'tls-termination/*',
      'default-certificate/other-names',
      'unneeded-certificates/*',
      'chain-order/*',
      ...notMadeForThis,
    ],
  },

  // A version 1 certificate has no extensions.
  {
    cause: 'certificate-version/*',
    effects: [
      'certificate-encoding/extensions-before-version-3',
      'extended-key-usage/absent',
      'extended-key-usage/absent-on-public-path',
      'key-usage/absent',
      'name-match/name-missing',
      'name-match/no-name',
      'subject-alternative-names/*',
      'revocation-pointers/*',
      'certificate-pointers/*',
      'certificate-template/other-template',
      'certificate-profile/*',
      'certificate-transparency/no-timestamps',
    ],
  },

  // One mistake in the certificate that several checks see.
  {
    cause: 'certificate-encoding/*',
    on: 'certificate',
    effects: [
      'chain-trust/malformed-extension',
      'certificate-profile/*',
      'certificate-transparency/malformed-list',
      'extended-key-usage/malformed',
      'extended-key-usage-excess/malformed',
      'key-usage/malformed',
      'key-usage-excess/malformed',
      'name-match/malformed-san',
      'subject-alternative-names/malformed',
      'web-server-template/malformed',
      'certificate-template/malformed',
      'certificate-pointers/malformed',
      'revocation-pointers/malformed-pointer',
      'wildcard-name/malformed',
    ],
  },
  {
    cause: 'wildcard-name/wildcard',
    effects: [
      'subject-name/wildcard',
      'subject-alternative-names/only-wildcard',
      'certificate-profile/wildcard-over-public-suffix',
    ],
  },
  // A CN has to be in the SAN: a wrong one, or a SAN that lacks the right one, shows there too.
  {
    cause: 'subject-alternative-names/missing-names',
    effects: ['name-match/name-missing', 'certificate-profile/common-name'],
  },
  {
    cause: 'subject-alternative-names/only-wildcard',
    effects: ['name-match/name-missing', 'certificate-profile/common-name'],
  },
  {
    cause: 'subject-alternative-names/malformed',
    effects: ['name-match/name-missing', 'certificate-profile/common-name'],
  },
  { cause: 'subject-alternative-names/forbidden-names', effects: ['internal-name/internal-names'] },
  {
    cause: 'subject-name/*',
    effects: [
      'name-match/name-missing',
      'single-certificate/*',
      'interface-certificates/*',
      'certificate-profile/common-name',
    ],
  },
  { cause: 'subject-name-ambiguous/*', effects: ['certificate-profile/common-name'] },
  { cause: 'extended-key-usage-excess/excess-usages', effects: ['certificate-profile/not-for-servers-only'] },
  { cause: 'extended-key-usage/no-server-auth', effects: ['extended-key-usage-excess/excess-usages'] },
  { cause: 'extended-key-usage/contradicting-extension', effects: ['extended-key-usage-excess/excess-usages'] },
  { cause: 'extended-key-usage/only-any', effects: ['extended-key-usage-excess/excess-usages'] },
  { cause: 'extended-key-usage/missing-usage', effects: ['extended-key-usage-excess/excess-usages'] },
  { cause: 'extended-key-usage/none-of-usages', effects: ['extended-key-usage-excess/excess-usages'] },
  { cause: 'web-server-template/built-in-template', effects: ['certificate-template/forbidden-template'] },
  { cause: 'key-type/type-not-allowed', effects: ['key-usage/needs-rsa'] },
  { cause: 'key-usage/*', effects: ['key-usage-excess/excess-bits'] },

  // A path that does not hold: the check of the rule that it breaks is the cause.
  {
    cause: 'validity-period/*',
    effects: [
      'chain-trust/expired',
      'chain-trust/not-yet-valid',
      'expiry-margin/expired',
      'public-trust/not-publicly-trusted',
    ],
  },
  { cause: 'validity-period/expired', effects: ['expiry-margin/*', 'issuer-outlived/*'] },
  { cause: 'validity-period/issuer-expired', effects: ['expiry-margin/*', 'issuer-outlived/*'] },
  { cause: 'expiry-margin/issuer-expires-soon', effects: ['issuer-outlived/*'] },
  {
    cause: 'extended-key-usage/*',
    effects: ['chain-trust/extended-key-usage', 'certificate-profile/extended-key-usage'],
  },
  {
    cause: 'key-strength/*',
    effects: ['chain-trust/weak-key', 'key-strength-margin/*', 'certificate-profile/weak-key'],
  },
  { cause: 'key-strength-margin/*', effects: ['certificate-profile/weak-key'] },
  { cause: 'known-weak-key/*', effects: ['chain-trust/weak-key', 'key-strength/invalid-key'] },
  {
    cause: 'signature-algorithm/*',
    effects: ['chain-trust/forbidden-signature-algorithm', 'certificate-profile/forbidden-signature-algorithm'],
  },
  {
    cause: 'signature-algorithm-deprecated/*',
    effects: ['chain-trust/forbidden-signature-algorithm', 'certificate-profile/forbidden-signature-algorithm'],
  },
  { cause: 'revocation-pointers/*', effects: ['revocation-status/no-pointer'] },
  { cause: 'key-identifier-mismatch/*', on: 'certificate', effects: ['certificate-profile/rfc-5280'] },
  { cause: 'certificate-profile/*', effects: ['chain-trust/profile-violation'] },
  // What a CA may not do is a rule of its profile, too.
  { cause: 'chain-trust/not-a-ca', effects: ['certificate-profile/rfc-5280'] },
  { cause: 'chain-trust/key-usage', effects: ['certificate-profile/rfc-5280'] },
  // Beyond a gap nothing is needed: the wrong intermediate, or the right one above a missing one.
  {
    cause: 'chain-completeness/*',
    effects: ['chain-trust/issuer-not-found', 'chain-download/*', 'unneeded-certificates/not-needed'],
  },
  { cause: 'chain-trust/issuer-not-found', effects: ['unneeded-certificates/not-needed'] },

  // The handshake: what is broken or too old in it shows in several ways.
  { cause: 'key-possession/wrong-proof', effects: ['handshake/*'] },
  // Who answers there without the key also breaks rules, or ends by breaking one.
  { cause: 'handshake/ended-before-proof', effects: ['handshake-conformance/*'] },
  { cause: 'handshake-conformance/*', effects: ['secure-renegotiation/malformed'] },
  { cause: 'protocol-version/outdated-protocol', effects: ['hello-tolerance/*'] },

  // Whatever is said of sending and downloading a root that clients do not trust changes nothing.
  {
    cause: 'chain-trust/root-not-trusted',
    effects: [
      'chain-completeness/*',
      'chain-download/*',
      'client-certificate-request/anchor-not-listed',
      'public-trust/not-publicly-trusted',
    ],
  },

  // What differs between two sites is part of what differs between endpoints that have to agree.
  { cause: 'tls-termination/terminated-elsewhere', effects: ['certificates-across-sites/certificates-differ'] },
  { cause: 'key-sharing/keys-differ', effects: ['certificates-across-sites/certificates-differ'] },
  { cause: 'key-sharing/certificates-differ', effects: ['certificates-across-sites/certificates-differ'] },
  { cause: 'array-consistency/certificates-differ', effects: ['certificates-across-sites/certificates-differ'] },

  // The servers of an array differ because one of them has a fault, and so do those that two sites reach at one listener.
  { cause: '*', effects: ['array-consistency/outcomes-differ', 'certificates-across-sites/outcomes-differ'] },
];

/** Which of the candidates a fault follows from, by the table; undefined: from none. */
export function findCauseOf<Candidate>(
  effect: NamedFault,
  candidates: readonly Candidate[],
  nameOf: (candidate: Candidate) => NamedFault,
): Candidate | undefined {
  for (const { cause, effects, on } of consequences) {
    if (!effects.some((pattern) => covers(pattern, effect.fault))) continue;
    const found = candidates.find((candidate) => {
      const { fault, certificate } = nameOf(candidate);
      // A difference is no fault that another difference could follow from.
      if (cause === '*' && followsFromAny(fault)) return false;
      return covers(cause, fault) && (on !== 'certificate' || certificate === effect.certificate);
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a fault says that endpoints differ: it follows from whatever makes them differ. */
export function followsFromAny(effect: string): boolean {
  return consequences.some(({ cause, effects }) => cause === '*' && effects.some((pattern) => covers(pattern, effect)));
}

/** Whether a fault follows from others that the table names. */
export function followsFromNamed(effect: string): boolean {
  return consequences.some(({ cause, effects }) => cause !== '*' && effects.some((pattern) => covers(pattern, effect)));
}

/** Whether a pattern, as the table has them, covers a fault. */
export function covers(pattern: string, fault: string): boolean {
  return pattern === '*' || pattern === fault || (pattern.endsWith('/*') && fault.startsWith(pattern.slice(0, -1)));
}
