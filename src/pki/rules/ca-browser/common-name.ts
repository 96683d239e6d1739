import type { Certificate, GeneralName } from '../../../x509/certificate.ts';
import { commonNames } from '../../../x509/names/common-names.ts';
import { formatIpAddress } from '../../../model/ip-address.ts';
import { quoteText } from '../../name-of.ts';
import { profileRule } from '../profile-rule.ts';

/** id-at-commonName and id-at-countryName: all that a domain-validated subject may hold (CA/B Forum 7.1.2.7.2). */
const domainValidatedAttributes: ReadonlySet<string> = new Set(['2.5.4.3', '2.5.4.6']);

/**
 * How a certificate breaks CA/B Forum 7.1.4.3, one CN at most and that an exact copy of a subjectAltName, an IPv6 address in the form
 * of RFC 5952; the end of a sentence that starts with its name. A malformed SAN has nothing to compare with.
 */
export function findForeignCommonName({ subject, extensions }: Certificate): string | undefined {
  const names = extensions.subjectAlternativeName;
  const [first, ...others] = commonNames(subject);
  if (names?.ok !== true || first === undefined) return undefined;
  if (others.length > 0) return 'has more than one CN';
  return isCopy(first, names.value)
    ? undefined
    : `has the CN ${quoteText(first)}, which is no exact copy of a subjectAltName`;
}

function isCopy(commonName: string, names: readonly GeneralName[]): boolean {
  return names.some(
    (name) =>
      (name.kind === 'dns' && name.text === commonName) ||
      (name.kind === 'ip' && formatIpAddress(name.bytes) === commonName),
  );
}

/**
 * The same as path validation asks it, which has to accept what clients accept. Judged only if the subject is a domain-validated one;
 * of a subject with more attributes the CA/B profile is not known. A CN has to be a copy only if it reads as a host or an address, a
 * host name only beside a dNSName of the same parent domain (the issuer left one out): BetterTLS and valid cases of x509-limbo have
 * many unrelated CNs, and no client reads them if there is a SAN.
 */
export const commonNameRules = [
  profileRule('CA/B Forum 7.1.4.3', ({ certificate, isLeaf }) => {
    const names = certificate.extensions.subjectAlternativeName;
    if (!isLeaf || names?.ok !== true || !isDomainValidated(certificate)) return undefined;
    const [first, ...others] = commonNames(certificate.subject);
    const isHarmless = first !== undefined && others.length === 0 && isForeign(first, names.value);
    return isHarmless ? undefined : findForeignCommonName(certificate);
  }),
];

/** Reads as no host, or as one that has nothing to do with the names of the certificate. */
function isForeign(commonName: string, names: readonly GeneralName[]): boolean {
  return !claimsHost(commonName) || isForeignHost(commonName, names);
}

function isDomainValidated({ subject }: Certificate): boolean {
  return subject.relativeDistinguishedNames.flat().every(({ oid }) => domainValidatedAttributes.has(oid));
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
