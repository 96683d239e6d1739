import type { Certificate, GeneralName } from '../certificate.ts';

const ocsp = '1.3.6.1.5.5.7.48.1';
const caIssuers = '1.3.6.1.5.5.7.48.2';

/** Where the issuer's certificate may be had (RFC 5280 §4.2.2.1, caIssuers), in order. */
export function issuerPointers(certificate: Certificate): readonly string[] {
  return accessPointers(certificate, caIssuers);
}

/** Where an OCSP responder may be asked about the certificate (RFC 5280 §4.2.2.1, ocsp), in order. */
export function ocspPointers(certificate: Certificate): readonly string[] {
  return accessPointers(certificate, ocsp);
}

/** Where CRLs may be had (RFC 5280 §4.2.1.13): for each distribution point the places of one and the same CRL. */
export function crlPointers({ extensions: { crlDistributionPoints } }: Certificate): readonly (readonly string[])[] {
  if (crlDistributionPoints?.ok !== true) return [];
  return crlDistributionPoints.value.map(({ fullName }) => uris(fullName ?? [])).filter((urls) => urls.length > 0);
}

function accessPointers(
  { extensions: { authorityInformationAccess } }: Certificate,
  wanted: string,
): readonly string[] {
  if (authorityInformationAccess?.ok !== true) return [];
  return uris(
    authorityInformationAccess.value.filter(({ method }) => method === wanted).map(({ location }) => location),
  );
}

function uris(names: readonly GeneralName[]): readonly string[] {
  return names.flatMap((name) => (name.kind === 'uri' ? [name.text] : []));
}
