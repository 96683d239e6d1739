import type { Certificate, DistributionPoint, Extensions, GeneralName } from '../certificate.ts';

const ocsp = '1.3.6.1.5.5.7.48.1';
const caIssuers = '1.3.6.1.5.5.7.48.2';

/** URLs of the issuer's certificate (RFC 5280 §4.2.2.1, caIssuers), in order. */
export function issuerPointers(certificate: Certificate): readonly string[] {
  return accessPointers(certificate, caIssuers);
}

/** URLs of OCSP responders for the certificate (RFC 5280 §4.2.2.1, ocsp), in order. */
export function ocspPointers(certificate: Certificate): readonly string[] {
  return accessPointers(certificate, ocsp);
}

/** URLs of CRLs (RFC 5280 §4.2.1.13): for each distribution point the URLs of the same CRL. */
export function crlPointers({ extensions: { crlDistributionPoints } }: Certificate): readonly (readonly string[])[] {
  return crlDistributionPoints?.ok === true ? pointUrls(crlDistributionPoints.value) : [];
}

/** URLs of delta CRLs (RFC 5280 §4.2.1.15 in certificates, §5.2.6 in CRLs), as `crlPointers`. */
export function freshestPointers({
  extensions: { freshestCrl },
}: {
  readonly extensions: Pick<Extensions, 'freshestCrl'>;
}): readonly (readonly string[])[] {
  return freshestCrl?.ok === true ? pointUrls(freshestCrl.value) : [];
}

function pointUrls(points: readonly DistributionPoint[]): readonly (readonly string[])[] {
  return points.map(({ fullName }) => uris(fullName ?? [])).filter((urls) => urls.length > 0);
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
