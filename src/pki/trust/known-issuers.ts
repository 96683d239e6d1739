import { type CheckLink, checkLink as checkLinkAnew } from '../path/check-link.ts';
import type { TrustStore } from '../path/path.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';

/** An anchor that issued a certificate, and its store. */
export interface KnownIssuer {
  readonly certificate: Certificate;
  readonly store: TrustStore;
}

/** Anchors of one name tried for one signature. If a store has several roots of one name, it has a handful. */
const maximumNamesakes = 16;

/** The anchors of the stores that issued a certificate, by name and signature; a signature that cannot be checked counts. */
export function knownIssuers(
  certificate: Certificate,
  stores: readonly TrustStore[],
  checkLink: CheckLink = checkLinkAnew,
): readonly KnownIssuer[] {
  return stores.flatMap((store) =>
    store
      .findBySubject(certificate.issuer)
      .slice(0, maximumNamesakes)
      .filter(
        ({ sha256, publicKey }) => sha256 !== certificate.sha256 && checkLink(certificate, publicKey) !== 'invalid',
      )
      .map((issuer) => ({ certificate: issuer, store })),
  );
}

/**
 * Whether a certificate's issuer issued itself, by the certificate's authority key identifier: its issuer and serial number are
 * those of the issuer's own certificate (RFC 5280 §4.2.1.1). Undefined if the identifier does not have them.
 */
export function selfIssuedByAuthorityKey({ extensions, issuer }: Certificate): boolean | undefined {
  const authority = extensions.authorityKeyIdentifier;
  if (authority?.ok !== true || authority.value.authorityCertSerialNumber === undefined) return undefined;
  const names = (authority.value.authorityCertIssuer ?? []).flatMap((name) =>
    name.kind === 'directory' ? [name.name] : [],
  );
  return names.length === 0 ? undefined : names.some((name) => namesEqual(name, issuer));
}
