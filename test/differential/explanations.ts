import { commonNames } from '../../src/x509/names/common-names.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { alternativeNames, dnsNames } from '../../src/pki/names/presented-names.ts';
import { compareKeyIdentifiers, isSelfIssued } from '../../src/pki/path/issuer-links.ts';
import { serverAuth } from '../pki/forge-extensions.ts';
import type { AcceptedByOpenssl, AcceptedByUs } from './disagreement.ts';
import { judgedAt } from './validity.ts';

/** Why the two differ, and who is right by which section. */
export interface Explanation {
  readonly right: 'certmuster' | 'OpenSSL' | 'either';
  readonly because: string;
}

/** Explains one complaint of OpenSSL about a path that we accept. */
export interface ComplaintExplanation extends Explanation {
  readonly explains: (complaint: { readonly code: number; readonly depth: number }, path: AcceptedByUs) => boolean;
}

/** Explains why OpenSSL accepts a chain that we do not. */
export interface AcceptanceExplanation extends Explanation {
  readonly explains: (disagreement: AcceptedByOpenssl) => boolean;
}

const anyPolicy = '2.5.29.32.0';

/** X509_V_ERR_* of OpenSSL 3, by what they say. */
const codes = {
  badSignature: 7,
  expired: 10,
  selfSigned: 18,
  selfSignedInChain: 19,
  noLocalIssuer: 20,
  noIssuerOfLeaf: 21,
  unsuitablePurpose: 26,
  noExplicitPolicy: 43,
  permittedViolation: 47,
  excludedViolation: 48,
  invalidCa: 79,
} as const;

const noIssuer: ReadonlySet<number> = new Set([codes.noLocalIssuer, codes.noIssuerOfLeaf]);

/** The name of the class in which the path itself is no matter: OpenSSL accepts it when it is given nothing else. */
export const searchClass = 'one-chain-only';

export const searchExplanation: Explanation = {
  right: 'certmuster',
  because:
    'OpenSSL builds one chain and judges that; it does not try another one (as RFC 4158 describes). It accepts our path if it is shown nothing else.',
};

const anyPolicyAfterMapping =
  'If a CA below one that maps policies names anyPolicy, OpenSSL keeps the policy that was mapped (its -policy_print shows that one). RFC 5280 §6.1.3 (d)(2) keeps the expected_policy_set, which is what it was mapped to.';

/** Complaints of OpenSSL about paths that we accept; the first that fits explains. */
export const complaintExplanations: Readonly<Record<string, ComplaintExplanation>> = {
  'key-identifier-is-a-hint': {
    right: 'certmuster',
    because:
      'OpenSSL accepts no issuer that the authority key identifier does not name. RFC 5280 §4.2.1.1 makes it a help in finding issuers; §6.1 does not ask for it, and the signature verifies.',
    explains: ({ code, depth }, { path }) => noIssuer.has(code) && hasOtherKeyIdentifier(path[depth], path[depth + 1]),
  },
  'case-outside-ascii': {
    right: 'certmuster',
    because:
      'OpenSSL folds the case of A to Z only when it compares names. RFC 5280 §7.1 compares by LDAP StringPrep (RFC 4518 §2.2), which folds every letter.',
    explains: ({ code, depth }, { path }) => noIssuer.has(code) && isRespelt(path[depth], path[depth + 1]),
  },
  'rollover-is-not-self-signed': {
    right: 'certmuster',
    because:
      'OpenSSL treats a self-issued certificate as self-signed unless its key identifiers say otherwise, and looks for no issuer. RFC 5280 §3.2 and §6.1 tell self-issued from self-signed: a CA that renews its key signs with the old one.',
    explains: ({ code }, { path }) =>
      (code === codes.selfSignedInChain || code === codes.selfSigned || noIssuer.has(code)) &&
      hasUnmarkedRollover(path),
  },
  'issuer-of-the-same-name': {
    right: 'certmuster',
    because:
      'Two certificates of the path have one name, and OpenSSL chooses the wrong one as the issuer if no key identifiers distinguish them. RFC 5280 §6.1.3 (a)(1): the key that verifies is the one.',
    // A chain that does not verify is not our path, so what else is wrong with it is no matter of ours either.
    explains: (_, { path, alone }) =>
      alone.errors.some(({ code }) => code === codes.badSignature) && hasNamesakes(path),
  },
  'not-after-is-inclusive': {
    right: 'certmuster',
    because:
      'OpenSSL lets a certificate expire at the second of notAfter. RFC 5280 §4.1.2.5: through notAfter, inclusive.',
    explains: ({ code, depth }, { path }) =>
      code === codes.expired && path[depth]?.notAfter.getTime() === judgedAt.getTime(),
  },
  'any-extended-key-usage': {
    right: 'either',
    because:
      'OpenSSL does not accept anyExtendedKeyUsage as serverAuth. RFC 5280 §4.2.1.12: an application may demand the purpose by name; `rfc5280` does not, `web-pki` does of the leaf, and the check extended-key-usage reports it.',
    explains: ({ code, depth }, { path }) => code === codes.unsuitablePurpose && namesOnlyAnyPurpose(path[depth]),
  },
  'key-usage-of-the-leaf': {
    right: 'either',
    because:
      'OpenSSL wants digitalSignature, keyEncipherment or keyAgreement of a TLS server. RFC 5280 §6.1 reads the key usage of CAs only; §4.2.1.3 is judged by the check key-usage, which knows what the role needs.',
    explains: ({ code, depth }, { path }) => code === codes.unsuitablePurpose && depth === 0 && isNoTlsKey(path[0]),
  },
  'anchor-of-version-1': {
    right: 'certmuster',
    because:
      'OpenSSL treats a version 1 certificate as a CA only if it is self-issued. RFC 5280 §6.1.1 (d): an anchor is a name and a key the operator trusts, and version 1 cannot say more.',
    explains: ({ code, depth }, { path }) =>
      (code === codes.invalidCa || code === codes.unsuitablePurpose) &&
      depth === path.length - 1 &&
      path[depth]?.version === 1,
  },
  'any-policy-after-a-mapping': {
    right: 'certmuster',
    because: anyPolicyAfterMapping,
    explains: ({ code }, { path }) => code === codes.noExplicitPolicy && hasAnyPolicyAfterMapping(path),
  },
  'common-name-that-is-not-read': {
    right: 'certmuster',
    because:
      'Without a dNSName OpenSSL holds the CN to the dNSName constraints, an IP address in it and one beside the iPAddress that was dialed included. RFC 5280 §4.2.1.10 constrains the subject as a directoryName; RFC 9525 §2 reads no CN.',
    explains: ({ code, depth }, { path, host }) =>
      (code === codes.permittedViolation || code === codes.excludedViolation) &&
      depth === 0 &&
      isNamedByAddress(path[0], host),
  },
};

/** Chains that OpenSSL accepts and we do not; the first that fits explains. */
export const acceptanceExplanations: Readonly<Record<string, AcceptanceExplanation>> = {
  'name-in-the-common-name': {
    right: 'certmuster',
    because: 'OpenSSL reads the CN if there is no dNSName. RFC 9525 §2 and §6.3: names are in subjectAltName alone.',
    explains: ({ error, leaf, host }) =>
      error === undefined &&
      commonNames(leaf.subject).some((name) => name.toLowerCase() === host) &&
      dnsNamesOf(leaf).length === 0,
  },
  'anchor-without-basic-constraints': {
    right: 'certmuster',
    because:
      'OpenSSL accepts a version 3 root with keyCertSign but without basicConstraints. RFC 5280 §4.2.1.9: without it a version 3 key must not verify certificate signatures.',
    explains: ({ error }) =>
      error?.kind === 'not-a-ca' &&
      error.certificate === error.path.at(-1) &&
      error.certificate?.extensions.basicConstraints === undefined,
  },
  'anchor-names-two-algorithms': {
    right: 'either',
    because:
      "OpenSSL never looks at an anchor's own signature. RFC 5280 §4.1.1.2 forbids such a certificate, §6.1.1 (d) needs only name and key of an anchor; a store entry that contradicts itself is refused here.",
    explains: ({ error }) =>
      error?.kind === 'signature-algorithm-mismatch' && error.certificate === error.path.at(-1) && error.reachesAnchor,
  },
  'policy-constraints-of-the-anchor': {
    right: 'certmuster',
    because:
      'OpenSSL reads no policy constraints of an anchor. RFC 5937 §3: those in a self-signed anchor are meant, and start the explicit_policy and inhibit counters.',
    explains: ({ error }) => {
      const anchor = error?.path.at(-1);
      const { policyConstraints, inhibitAnyPolicy } = anchor?.extensions ?? {};
      const isConstrained = policyConstraints !== undefined || inhibitAnyPolicy !== undefined;
      return error?.kind === 'certificate-policies' && error.reachesAnchor && isConstrained;
    },
  },
  'any-policy-after-a-mapping': {
    right: 'certmuster',
    because: anyPolicyAfterMapping,
    explains: ({ error }) => error?.kind === 'certificate-policies' && hasAnyPolicyAfterMapping(error.path),
  },
  'wildcard-into-an-excluded-subtree': {
    right: 'certmuster',
    because:
      'OpenSSL compares a wildcard letter by letter. It stands for every label, so one that can become an excluded name is in the subtree that RFC 5280 §4.2.1.10 excludes.',
    explains: ({ error, leaf }) =>
      error?.kind === 'name-constraints' &&
      dnsNamesOf(leaf).some((name) => name.startsWith('*.') && error.message.includes(name)),
  },
};

function hasOtherKeyIdentifier(subject: Certificate | undefined, issuer: Certificate | undefined): boolean {
  if (subject === undefined || issuer === undefined) return false;
  const authority = subject.extensions.authorityKeyIdentifier;
  const isBySerial = authority?.ok === true && authority.value.authorityCertSerialNumber !== undefined;
  return isBySerial || compareKeyIdentifiers(issuer, subject) === 'different';
}

function isRespelt(subject: Certificate | undefined, issuer: Certificate | undefined): boolean {
  const [issuerName, name] = [subject?.issuer, issuer?.subject].map((each) =>
    JSON.stringify(each?.relativeDistinguishedNames.flat().map(({ text }) => text)),
  );
  return issuerName !== name && [...(issuerName ?? '')].some((letter) => letter > '\x7f');
}

function hasAnyPolicyAfterMapping(path: readonly Certificate[]): boolean {
  return path.slice(1, -1).some(({ extensions }, index) => {
    const below = path[index]?.extensions.certificatePolicies;
    const namesAny = below?.ok === true && below.value.some(({ oid }) => oid === anyPolicy);
    return extensions.policyMappings !== undefined && namesAny;
  });
}

function hasUnmarkedRollover(path: readonly Certificate[]): boolean {
  return path
    .slice(0, -1)
    .some(
      (certificate) => isSelfIssued(certificate) && compareKeyIdentifiers(certificate, certificate) !== 'different',
    );
}

function hasNamesakes(path: readonly Certificate[]): boolean {
  return new Set(path.map(({ subject }) => subject.key)).size < path.length;
}

function namesOnlyAnyPurpose(certificate: Certificate | undefined): boolean {
  const usages = certificate?.extensions.extendedKeyUsage;
  return usages?.ok === true && usages.value.includes('2.5.29.37.0') && !usages.value.includes(serverAuth);
}

function isNoTlsKey(leaf: Certificate | undefined): boolean {
  const usage = leaf?.extensions.keyUsage;
  return (
    usage?.ok === true &&
    !usage.value.bits.some((bit) => bit === 'digitalSignature' || bit === 'keyEncipherment' || bit === 'keyAgreement')
  );
}

function isNamedByAddress(leaf: Certificate | undefined, host: string): boolean {
  return (
    leaf !== undefined &&
    /^[0-9.]+$/.test(host) &&
    dnsNamesOf(leaf).length === 0 &&
    commonNames(leaf.subject).length > 0
  );
}

function dnsNamesOf(leaf: Certificate): readonly string[] {
  const names = alternativeNames(leaf);
  return names === 'malformed' ? [] : dnsNames(names);
}
