import type {
  CertificatePattern,
  JudgedPath,
  Negotiated,
  PathPattern,
  StoreAnswer,
  StoreTrust,
} from '../checks/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Handshake } from '../model/handshake.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { SharedPieces } from './watched-evidence.ts';

/** Endpoints whose paths are made alike, and the answers that another one of them may go by. */
export interface Likeness {
  readonly pattern: PathPattern;
  last: Answers | undefined;
}

/** What was said of an endpoint, and by which evidence. */
export interface Answers {
  readonly pieces: SharedPieces;
  /** In the order of the checks. */
  readonly findings: readonly Finding[];
  /** The pieces that each check looked at, as bits. */
  readonly seen: readonly number[];
}

/** Kinds of paths remembered: a fleet has one for each issuing CA and kind of key. */
const maximumKinds = 16;

/** Finds the likeness of a path, or begins one and forgets the oldest past the bound. */
export function createLikenesses(): (path: JudgedPath) => Likeness {
  const kinds: Likeness[] = [];
  return (path) => {
    for (const kind of kinds) if (fits(kind.pattern, path)) return kind;
    const kind = { pattern: patternOf(path), last: undefined };
    if (kinds.unshift(kind) > maximumKinds) kinds.pop();
    return kind;
  };
}

/** What is to be seen of a path by those who ask for its pattern only. */
export function patternOf({ certificates, end }: JudgedPath): PathPattern {
  const [leaf, ...issuers] = certificates;
  if (leaf === undefined) throw new Error('a path has a leaf');
  const { version, signatureAlgorithm, publicKey, extensions } = leaf;
  const { kind, bits, curve, defect } = publicKey;
  const { keyUsage, extendedKeyUsage, authorityKeyIdentifier } = extensions;
  const { crlDistributionPoints, authorityInformationAccess } = extensions;
  const pattern: CertificatePattern = {
    version,
    signatureAlgorithm,
    publicKey: { kind, bits, curve, defect },
    extensions: {
      keyUsage,
      extendedKeyUsage,
      authorityKeyIdentifier,
      crlDistributionPoints,
      authorityInformationAccess,
    },
  };
  return {
    leaf: pattern,
    issuers,
    certificates: [pattern, ...issuers],
    end,
    isLeafIdentifierMalformed: extensions.subjectKeyIdentifier?.ok === false,
  };
}

/** Whether `patternOf` would say the same. What certificates of one CA repeat is decoded once, so identity tells. */
function fits({ leaf, issuers, end, isLeafIdentifierMalformed }: PathPattern, path: JudgedPath): boolean {
  const { certificates } = path;
  if (end !== path.end || certificates.length !== issuers.length + 1) return false;
  for (let index = 0; index < issuers.length; index += 1) {
    if (issuers[index] !== certificates[index + 1]) return false;
  }
  const other = certificates[0];
  if (other === undefined) return false;
  const { extensions, publicKey } = other;
  const own = leaf.extensions;
  return (
    leaf.signatureAlgorithm === other.signatureAlgorithm &&
    leaf.version === other.version &&
    leaf.publicKey.kind === publicKey.kind &&
    leaf.publicKey.bits === publicKey.bits &&
    leaf.publicKey.curve === publicKey.curve &&
    leaf.publicKey.defect === publicKey.defect &&
    own.keyUsage === extensions.keyUsage &&
    own.extendedKeyUsage === extensions.extendedKeyUsage &&
    own.authorityKeyIdentifier === extensions.authorityKeyIdentifier &&
    own.crlDistributionPoints === extensions.crlDistributionPoints &&
    own.authorityInformationAccess === extensions.authorityInformationAccess &&
    isLeafIdentifierMalformed === (extensions.subjectKeyIdentifier?.ok === false)
  );
}

/** The piece that there was before where this one says the same. */
export function negotiatedOf(handshake: Handshake, before: Negotiated | undefined): Negotiated {
  const { protocol, cipherSuite, profile, offeredProtocol, keyExchange, secureRenegotiation } = handshake;
  const { downgradeSentinel, flightComplete, keyPossession, keyPossessionReason } = handshake;
  if (
    before !== undefined &&
    before.protocol === protocol &&
    before.cipherSuite === cipherSuite &&
    before.profile === profile &&
    before.offeredProtocol === offeredProtocol &&
    before.keyExchange.kind === keyExchange.kind &&
    before.keyExchange.group === keyExchange.group &&
    before.keyExchange.bits === keyExchange.bits &&
    before.secureRenegotiation === secureRenegotiation &&
    before.downgradeSentinel === downgradeSentinel &&
    before.flightComplete === flightComplete &&
    before.keyPossession === keyPossession &&
    before.keyPossessionReason === keyPossessionReason
  ) {
    return before;
  }
  return {
    protocol,
    cipherSuite,
    profile,
    offeredProtocol,
    keyExchange,
    secureRenegotiation,
    downgradeSentinel,
    flightComplete,
    keyPossession,
    keyPossessionReason,
  };
}

/** The same for the dates of a leaf. */
export function validityOf(
  { notBefore, notAfter }: Certificate,
  before: Pick<Certificate, 'notBefore' | 'notAfter'> | undefined,
): Pick<Certificate, 'notBefore' | 'notAfter'> {
  const isSame =
    before !== undefined &&
    before.notBefore.getTime() === notBefore.getTime() &&
    before.notAfter.getTime() === notAfter.getTime();
  return isSame ? before : { notBefore, notAfter };
}

/** The same for what the stores of a role said. */
export function trustedOf(
  trust: readonly StoreTrust[],
  before: readonly StoreAnswer[] | undefined,
): readonly StoreAnswer[] {
  const isSame =
    before?.length === trust.length &&
    trust.every(({ store, list, result }, index) => {
      const other = before[index];
      return other?.store === store && other.list === list && other.isReached === result.ok;
    });
  return isSame ? before : trust.map(({ store, list, result }) => ({ store, list, isReached: result.ok }));
}
