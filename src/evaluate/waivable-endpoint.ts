import type { EndpointReport } from '../model/endpoint-report.ts';
import type { CertificateDecoder } from '../x509/certificate-decoder.ts';
import type { WaivableEndpoint } from './waive-causes.ts';

/** An endpoint as waivers are held against it. Certificates are decoded only for a waiver that names another fingerprint than theirs. */
export function waivableEndpoint(
  { id, role, chain, issuers }: Pick<EndpointReport, 'id' | 'role' | 'chain' | 'issuers'>,
  decode: CertificateDecoder,
): WaivableEndpoint {
  const [leaf] = chain;
  if (leaf === undefined) return { id, role, presents: undefined };
  const hasKey = (fingerprint: string, der: string): boolean => {
    const { certificate } = decode(new Uint8Array(Buffer.from(der, 'base64')));
    return certificate.ok && certificate.value.publicKey.spkiSha256 === fingerprint;
  };
  return {
    id,
    role,
    presents: (fingerprint, atFault) =>
      fingerprint === leaf.sha256 ||
      hasKey(fingerprint, leaf.der) ||
      [...chain, ...issuers].some(({ sha256, der }) => sha256 === atFault && hasKey(fingerprint, der)),
  };
}
