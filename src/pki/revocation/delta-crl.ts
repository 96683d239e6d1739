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
  return describeMisfit(delta, base) === undefined;
}

/** Why a delta CRL cannot be combined with a complete one, as a clause about "it"; undefined: it can. */
export function describeMisfit(delta: CertificateRevocationList, base: CertificateRevocationList): string | undefined {
  const { deltaCrlIndicator: start, crlNumber: end } = delta.extensions;
  const { crlNumber: number } = base.extensions;
  if (number?.ok !== true) return 'the complete CRL has no readable number';
  if (start?.ok !== true || end?.ok !== true) return 'it has no readable numbers';
  if (!namesEqual(delta.issuer, base.issuer)) return 'it has another issuer';
  if (!equalKeys(delta, base)) return 'it was signed with another key of the issuer';
  if (!isSameScope(delta, base)) return 'it has another scope';
  const [first, last, own] = [start, end, number].map(({ value }) => numberOf(value)) as [bigint, bigint, bigint];
  if (first <= own && own <= last) return undefined;
  return `it changes CRLs number ${first} to ${last}, and the complete CRL has number ${own}`;
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
