import { equalBytes } from '../../model/equal-bytes.ts';
import type { RawExtension } from '../../x509/certificate.ts';
import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import { crlExtensionDecoders } from '../../x509/revocation/decode-crl-extensions.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';

/** Whether a CRL lists only what changed since its base (RFC 5280 §5.2.4). */
export function isDelta({ extensions: { deltaCrlIndicator } }: CertificateRevocationList): boolean {
  return deltaCrlIndicator !== undefined;
}

/**
 * Whether a delta CRL can be combined with a complete one (RFC 5280 §5.2.4 and §6.3.3 c): same issuer, same key identifier, same
 * scope, based on a CRL that is not newer than the complete one, and not older than it.
 */
export function fitsBase(delta: CertificateRevocationList, base: CertificateRevocationList): boolean {
  const { deltaCrlIndicator: start, crlNumber: end } = delta.extensions;
  const { crlNumber: number } = base.extensions;
  if (start?.ok !== true || end?.ok !== true || number?.ok !== true) return false;
  return (
    namesEqual(delta.issuer, base.issuer) &&
    equalKeys(delta, base) &&
    isSameScope(delta, base) &&
    numberOf(start.value) <= numberOf(number.value) &&
    numberOf(number.value) <= numberOf(end.value)
  );
}

/**
 * Orders two CRLs of one issuer by age, the older first. Complete and delta CRLs of one scope share one sequence of numbers (RFC 5280
 * §5.2.3); between scopes, and without numbers, the dates count.
 */
export function compareAges(left: CertificateRevocationList, right: CertificateRevocationList): number {
  const [a, b] = [left.extensions.crlNumber, right.extensions.crlNumber];
  if (a?.ok !== true || b?.ok !== true || !isSameScope(left, right)) {
    return left.thisUpdate.getTime() - right.thisUpdate.getTime();
  }
  return Number(numberOf(a.value) - numberOf(b.value));
}

/** A CRL number is not negative; RFC 5280 §5.2.3 allows 20 octets. */
function numberOf(hex: string): bigint {
  return BigInt(`0x0${hex}`);
}

function equalKeys(left: CertificateRevocationList, right: CertificateRevocationList): boolean {
  const [a, b] = [left, right].map(({ extensions: { authorityKeyIdentifier: key } }) =>
    key?.ok === true ? key.value.keyIdentifier : undefined,
  );
  return a === undefined || b === undefined || equalBytes(a, b);
}

function isSameScope(left: CertificateRevocationList, right: CertificateRevocationList): boolean {
  const { oid: wanted } = crlExtensionDecoders.issuingDistributionPoint;
  const [a, b] = [left, right].map(({ rawExtensions }) => rawExtensions.find(({ oid }) => oid === wanted));
  return sameValue(a, b);
}

function sameValue(a: RawExtension | undefined, b: RawExtension | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a.value, b.value);
}
