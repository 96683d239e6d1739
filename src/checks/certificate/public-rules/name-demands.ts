import { parseIpAddress } from '../../../model/ip-address.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import { FEW, joinWords } from '../../join-words.ts';
import { alternativeDnsNames } from '../../names/certificate-names.ts';
import { isReservedName } from '../../names/reserved-names.ts';
import type { NameLists } from './public-rule.ts';

/** Every name ends in a top-level domain of the root zone. Reserved names have a fault of their own. */
export function findUnknownTopLevel(certificate: Certificate, { isTopLevelDomain }: NameLists): string | undefined {
  if (isTopLevelDomain === undefined) return undefined;
  const unknown = domainNames(certificate).filter(
    (name) => name.includes('.') && !isReservedName(name) && !isTopLevelDomain(name.slice(name.lastIndexOf('.') + 1)),
  );
  return unknown.length === 0
    ? undefined
    : `has ${joinWords(unknown, FEW)}, below no top-level domain of the root zone`;
}

/** No name is itself a public suffix, below which others register theirs. Wildcards over one have a fault of their own. */
export function findPublicSuffix(certificate: Certificate, lists: NameLists): string | undefined {
  const suffixes = domainNames(certificate).filter((name) => isKnownSuffix(name, lists));
  return suffixes.length === 0 ? undefined : `has the public suffix ${joinWords(suffixes, FEW)} as a name`;
}

/** A suffix below a top-level domain that exists: any single label would be one without. */
export function isKnownSuffix(name: string, { isPublicSuffix, isTopLevelDomain }: NameLists): boolean {
  if (isTopLevelDomain === undefined) return name.includes('.') && isPublicSuffix(name);
  return isTopLevelDomain(name.slice(name.lastIndexOf('.') + 1)) && isPublicSuffix(name);
}

/** What of the SAN is written as a DNS name, lower case, without a final dot. A CN that is not there has a fault of its own. */
function domainNames(certificate: Certificate): readonly string[] {
  return [...new Set(alternativeDnsNames(certificate).map((name) => name.toLowerCase().replace(/\.$/, '')))].filter(
    (name) => /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name) && parseIpAddress(name) === undefined,
  );
}
