import type { Certificate } from '../../../x509/certificate.ts';
import { joinWords } from '../../join-words.ts';
import { nameOf } from '../../name-of.ts';
import { alternativeNames, dnsNames } from '../../names/presented-names.ts';
import type { IsPublicSuffix } from '../../names/public-suffixes.ts';
import type { CertificateRule } from '../../path/rule.ts';

/** CA/B Forum 3.2.2.6: no wildcard directly over a public suffix, nor over the root of the DNS. */
export const wildcardsSpareSuffixes: CertificateRule = ({ certificate, below }, { isPublicSuffix }) => {
  const tooWide = below.length > 0 ? undefined : findWildcardsOverSuffix(certificate, isPublicSuffix);
  if (tooWide === undefined) return undefined;
  const message = `${nameOf(certificate)} claims ${tooWide} (CA/B Forum 3.2.2.6).`;
  return { kind: 'profile-violation', message, certificate };
};

/** `*.co.uk, a wildcard over a public suffix`; undefined: no dNSName is one. A malformed SAN has no names. */
export function findWildcardsOverSuffix(certificate: Certificate, isPublicSuffix: IsPublicSuffix): string | undefined {
  const names = alternativeNames(certificate);
  if (names === 'malformed') return undefined;
  const tooWide = dnsNames(names).filter((name) => (name === '*' || name.startsWith('*.')) && isSuffix(name.slice(2)));
  if (tooWide.length === 0) return undefined;
  return `${joinWords(tooWide)}, ${tooWide.length === 1 ? 'a wildcard over a public suffix' : 'wildcards over public suffixes'}`;

  function isSuffix(name: string): boolean {
    return name === '' || isPublicSuffix(name);
  }
}
