import { checkLink } from '../../pki/path/check-link.ts';
import type { TrustStore } from '../../pki/path/path.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';

/** A certificate of a store that issued another, and the store. */
export interface KnownIssuer {
  readonly certificate: Certificate;
  readonly store: TrustStore;
}

/** Anchors of one name tried for one signature: roots of one name are a handful where there are several at all. */
const maximumNamesakes = 16;

/** Which certificates of the stores issued this one, by name and signature; one that cannot be checked counts. */
export function knownIssuers(certificate: Certificate, stores: readonly TrustStore[]): readonly KnownIssuer[] {
  const known: KnownIssuer[] = [];
  for (const store of stores) {
    const namesakes = store.findBySubject(certificate.issuer);
    // No store knows the issuer of most certificates: that of a leaf is an intermediate.
    if (namesakes.length === 0) continue;
    for (const issuer of namesakes.slice(0, maximumNamesakes)) {
      if (issuer.sha256 === certificate.sha256 || !mayHaveSigned(issuer, certificate)) continue;
      known.push({ certificate: issuer, store });
    }
  }
  return known;
}

/** Remembered as long as both certificates live: a fleet shows the same intermediates below the same roots. */
function mayHaveSigned(issuer: Certificate, subject: Certificate): boolean {
  const ofSubject = signedBy.get(subject) ?? new WeakMap<Certificate, boolean>();
  signedBy.set(subject, ofSubject);
  const known = ofSubject.get(issuer);
  if (known !== undefined) return known;
  const answer = checkLink(subject, issuer.publicKey) !== 'invalid';
  ofSubject.set(issuer, answer);
  return answer;
}

const signedBy = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/**
 * Whether a certificate's issuer issued itself, where its authority key identifier says so: with issuer and serial number
 * it names who issued the issuer (RFC 5280 §4.2.1.1). Undefined where it does not say.
 */
export function selfIssuedByAuthorityKey({ extensions, issuer }: Certificate): boolean | undefined {
  const authority = extensions.authorityKeyIdentifier;
  if (authority?.ok !== true || authority.value.authorityCertSerialNumber === undefined) return undefined;
  const names = (authority.value.authorityCertIssuer ?? []).flatMap((name) =>
    name.kind === 'directory' ? [name.name] : [],
  );
  return names.length === 0 ? undefined : names.some((name) => namesEqual(name, issuer));
}
