import type { Certificate } from '../x509/certificate.ts';

const caIssuers = '1.3.6.1.5.5.7.48.2';

/** The caIssuers addresses of a certificate (RFC 5280 §4.2.2.1): where its issuer may be downloaded. */
export function issuerPointers({ extensions: { authorityInformationAccess } }: Certificate): readonly string[] {
  if (authorityInformationAccess?.ok !== true) return [];
  return authorityInformationAccess.value.flatMap(({ method, location }) =>
    method === caIssuers && location.kind === 'uri' ? [location.text] : [],
  );
}
