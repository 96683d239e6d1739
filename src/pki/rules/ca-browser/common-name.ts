import type { Certificate, GeneralName } from '../../../x509/certificate.ts';
import { commonNames } from '../../../x509/names/common-names.ts';
import { formatIpAddress } from '../../../model/ip-address.ts';
import { quoteText } from '../../name-of.ts';
import { profileRule } from '../profile-rule.ts';

/** id-at-commonName and id-at-countryName: all that a domain-validated subject may hold (CA/B Forum 7.1.2.7.2). */
const domainValidatedAttributes: ReadonlySet<string> = new Set(['2.5.4.3', '2.5.4.6']);

/**
 * CA/B Forum 7.1.4.3: one CN at most, and a CN that reads as a host or an address is an exact copy of a subjectAltName, an IPv6
 * address in the form of RFC 5952. Judged only if the subject is a domain-validated one; of a subject with more attributes the
 * CA/B profile is not known. A host name as CN has to be a copy only beside a dNSName of the same parent domain (the issuer left
 * one out): BetterTLS and valid cases of x509-limbo have many unrelated CNs, and no client reads them if there is a SAN.
 */
export const commonNameRules = [
  profileRule('CA/B Forum 7.1.4.3', ({ certificate, isLeaf }) => {
    const names = certificate.extensions.subjectAlternativeName;
    if (!isLeaf || names?.ok !== true || !isDomainValidated(certificate)) return undefined;
    const [first, ...others] = commonNames(certificate.subject);
    if (first === undefined) return undefined;
    if (others.length > 0) return 'has more than one CN';
    return isCopy(first, names.value)
      ? undefined
      : `has the CN ${quoteText(first)}, which copies none of its subjectAltNames`;
  }),
];

function isDomainValidated({ subject }: Certificate): boolean {
  return subject.relativeDistinguishedNames.flat().every(({ oid }) => domainValidatedAttributes.has(oid));
}

function isCopy(commonName: string, names: readonly GeneralName[]): boolean {
  if (!claimsHost(commonName) || isForeignHost(commonName, names)) return true;
  return names.some(
    (name) =>
      (name.kind === 'dns' && name.text === commonName) ||
      (name.kind === 'ip' && formatIpAddress(name.bytes) === commonName),
  );
}

/** Dots or colons without white space, or a single number as `inet_aton` reads it; `Intranet` is neither. */
function claimsHost(commonName: string): boolean {
  return (/[.:]/.test(commonName) && !/\s/.test(commonName)) || /^(0x[0-9a-f]+|[0-9]+)$/i.test(commonName);
}

/** A host name whose parent domain no dNSName has. */
function isForeignHost(commonName: string, names: readonly GeneralName[]): boolean {
  if (!/^(\*\.)?[a-z0-9.-]+\.[a-z][a-z0-9-]*$/i.test(commonName)) return false;
  const parent = parentOf(commonName);
  return !names.some((name) => name.kind === 'dns' && parentOf(name.text) === parent);
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1).toLowerCase();
}
