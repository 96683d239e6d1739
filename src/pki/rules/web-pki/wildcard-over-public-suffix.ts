import { nameOf, quoteText } from '../../name-of.ts';
import { alternativeNames, dnsNames } from '../../names/presented-names.ts';
import type { CertificateRule } from '../../path/rule.ts';

/** CA/B Forum 3.2.2.6: no wildcard directly over a public suffix, nor over the root of the DNS. */
export const wildcardsSpareSuffixes: CertificateRule = ({ certificate, below }, { isPublicSuffix }) => {
  const names = alternativeNames(certificate);
  if (below.length > 0 || names === 'malformed') return undefined;
  const tooWide = dnsNames(names).find((name) => (name === '*' || name.startsWith('*.')) && isSuffix(name.slice(2)));
  if (tooWide === undefined) return undefined;
  const message = `${nameOf(certificate)} claims ${quoteText(tooWide)}, a wildcard over a public suffix (CA/B Forum 3.2.2.6).`;
  return { kind: 'profile-violation', message, certificate };

  function isSuffix(name: string): boolean {
    return name === '' || isPublicSuffix(name);
  }
};
