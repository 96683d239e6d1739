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
    isEqualExtension(delta, base, crlExtensionDecoders.issuingDistributionPoint.oid) &&
    numberOf(start.value) <= numberOf(number.value) &&
    numberOf(number.value) <= numberOf(end.value)
  );
}

/** Of two delta CRLs for one base the one of the higher number comes first. */
export function byNumber(left: CertificateRevocationList, right: CertificateRevocationList): number {
  const [a, b] = [left, right].map(({ extensions: { crlNumber } }) => (crlNumber?.ok ? numberOf(crlNumber.value) : 0n));
  return a === b ? 0 : (a ?? 0n) < (b ?? 0n) ? 1 : -1;
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

function isEqualExtension(left: CertificateRevocationList, right: CertificateRevocationList, wanted: string): boolean {
  const [a, b] = [left, right].map(({ rawExtensions }) => rawExtensions.find(({ oid }) => oid === wanted));
  return sameValue(a, b);
}

function sameValue(a: RawExtension | undefined, b: RawExtension | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a.value, b.value);
}
