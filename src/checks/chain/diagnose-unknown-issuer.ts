import { quoteText, shortNameOf } from '../../pki/name-of.ts';
import type { CheckLink } from '../../pki/path/check-link.ts';
import { isSelfIssued } from '../../pki/path/issuer-links.ts';
import type { PathError, TrustStore } from '../../pki/path/path.ts';
import { knownIssuers, selfIssuedByAuthorityKey } from '../../pki/trust/known-issuers.ts';
import type { Certificate } from '../../x509/certificate.ts';

/** What stands behind a path that ended before a trusted root. */
export interface Diagnosis {
  readonly fault: 'root-not-trusted' | 'issuer-not-found';
  readonly title: string;
  readonly detail: string;
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
  if (isSelfIssued(top)) return rootNotTrusted(shortNameOf(top), top, stores);
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

function rootNotTrusted(name: string, certificate: Certificate, stores: string): Diagnosis {
  return {
    fault: 'root-not-trusted',
    title: `Not trusted: the root ${name} is not in ${stores}`,
    detail: '',
    certificate,
  };
}
