import { quoteText, shortNameOf } from '../../pki/name-of.ts';
import type { CheckLink } from '../../pki/path/check-link.ts';
import { isCa, isSelfIssued } from '../../pki/path/issuer-links.ts';
import type { PathError, TrustStore } from '../../pki/path/path.ts';
import { knownIssuers, selfIssuedByAuthorityKey } from '../../pki/trust/known-issuers.ts';
import type { Certificate } from '../../x509/certificate.ts';

/** What stands behind a path that ended before a trusted root. */
export interface Diagnosis {
  readonly fault: 'root-not-trusted' | 'issuer-not-found' | 'bad-signature';
  readonly title: string;
  readonly detail: string;
  /** Absent: that of the fault. */
  readonly remedy?: string;
  /** What it is about: the root where that is known, else the topmost certificate that was seen. */
  readonly certificate: Certificate;
}

export interface DiagnosisContext {
  /** The stores that should be reached, in words. */
  readonly stores: string;
  readonly publicStore: TrustStore;
  readonly checkLink: CheckLink;
}

/** Tells a root that is not trusted from an issuer that was not found. */
export function diagnoseUnknownIssuer({ path, certificate, message }: PathError, context: DiagnosisContext): Diagnosis {
  const top = path.at(-1) ?? certificate;
  if (top === undefined) throw new Error('a path error names no certificate');
  const { stores, publicStore, checkLink } = context;
  const ownSignature = checkLink(top, top.publicKey);
  if (isSelfIssued(top) && ownSignature === 'invalid') return misnamedIssuer(top);
  if (isSelfIssued(top) || ownSignature === 'valid') return rootNotTrusted(shortNameOf(top), top, stores);
  const root = knownIssuers(top, [publicStore], checkLink).find((issuer) => isSelfIssued(issuer.certificate));
  if (root !== undefined) return rootNotTrusted(shortNameOf(root.certificate), root.certificate, stores);
  if (selfIssuedByAuthorityKey(top) === true) return rootNotTrusted(quoteText(top.issuer.text), top, stores);
  return {
    fault: 'issuer-not-found',
    title: `Not trusted: the issuer of ${shortNameOf(top)} was not found`,
    detail: `${message} No path leads to ${stores}.`,
    certificate: top,
  };
}

/** A certificate that names itself as its issuer and was signed by another: a CA under a new key, or one that was made wrongly. */
function misnamedIssuer(top: Certificate): Diagnosis {
  return {
    fault: 'bad-signature',
    title: `Not trusted: ${shortNameOf(top)} names itself as its issuer, but a different key signed it`,
    detail: '',
    remedy: isCa(top)
      ? "Install the CA's own certificate whose key made the signature, or a certificate issued by a CA in the role's trust stores."
      : 'Have the CA reissue the certificate with its own name as the issuer.',
    certificate: top,
  };
}

function rootNotTrusted(name: string, certificate: Certificate, stores: string): Diagnosis {
  return {
    fault: 'root-not-trusted',
    title: `Not trusted: the root ${name} is not in ${stores}`,
    detail: '',
    certificate,
  };
}
