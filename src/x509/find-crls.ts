import { decodeCrl } from './revocation/decode-crl.ts';
import { looksLikeDer, textOf } from './decode-certificates.ts';
import { decodePem } from './der/decode-pem.ts';

/** The DER of the CRLs of a file: the `X509 CRL` blocks of PEM, or the one CRL that the file is. */
export function findCrls(bytes: Uint8Array): readonly Uint8Array[] {
  if (looksLikeDer(bytes)) return decodeCrl(bytes).ok ? [bytes] : [];
  const blocks = decodePem(textOf(bytes));
  return blocks.ok ? blocks.value.filter(({ label }) => label === 'X509 CRL').map(({ der }) => der) : [];
}
