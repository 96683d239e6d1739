import type { Certificate } from '../../../x509/certificate.ts';
import { nameOf, quoteText } from '../../name-of.ts';
import { alternativeNames, dnsNames } from '../../names/presented-names.ts';
import type { IsPublicSuffix } from '../../names/public-suffixes.ts';
import type { CertificateRule } from '../../path/rule.ts';

/** CA/B Forum 3.2.2.6: no wildcard directly over a public suffix, nor over the root of the DNS. */
export const wildcardsSpareSuffixes: CertificateRule = ({ certificate, below }, { isPublicSuffix }) => {
  const tooWide = below.length > 0 ? undefined : findWildcardOverSuffix(certificate, isPublicSuffix);
  if (tooWide === undefined) return undefined;
  const message = `${nameOf(certificate)} claims ${tooWide}, a wildcard over a public suffix (CA/B Forum 3.2.2.6).`;
  return { kind: 'profile-violation', message, certificate };
};

/** The first dNSName that is such a wildcard, as messages quote it. A malformed SAN has no names. */
export function findWildcardOverSuffix(certificate: Certificate, isPublicSuffix: IsPublicSuffix): string | undefined {
  const names = alternativeNames(certificate);
  if (names === 'malformed') return undefined;
  const tooWide = dnsNames(names).find((name) => (name === '*' || name.startsWith('*.')) && isSuffix(name.slice(2)));
  return tooWide === undefined ? undefined : quoteText(tooWide);

  function isSuffix(name: string): boolean {
    return name === '' || isPublicSuffix(name);
  }
}
