import { compareKeyIdentifiers } from '../../pki/path/issuer-links.ts';
import { nameOf } from '../../pki/name-of.ts';
import type { AuthorityKeyIdentifier, Certificate } from '../../x509/certificate.ts';
import { hexOf } from '../../x509/der/hex.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { JudgedPath } from '../evidence.ts';
import { failUnsorted, type Judgement, notApplicable } from '../judgement.ts';
import { passUnlessOpen } from './open-path.ts';

/** For each certificate on the path that identifies its issuer's key: it is the key of the issuer above it. */
export const keyIdentifierMismatch = defineCheck({
  id: 'key-identifier-mismatch',
  title: 'Key identifiers fit the issuers on the path',
  why: 'Clients find issuers by key identifier; one that does not fit makes some of them miss the path.',
  citation: rfc(5280, '4.2.1.1 and 4.2.1.2'),
  faults: {
    unsorted: {
      title: 'Key identifiers fit the issuers on the path',
      why: 'Clients find issuers by key identifier; one that does not fit makes some of them miss the path.',
      remedy:
        'Send the issuer certificate that belongs to the key, or reissue the certificate with the right identifier.',
      subject: 'certificate',
    },
  },
  needs: ['path'],
  judge: ({ path }) => {
    const malformed = findMalformed(path);
    if (malformed !== undefined) return malformed;
    const { certificates, end } = path;
    let compared = 0;
    for (const [index, issuer] of certificates.slice(1).entries()) {
      const subject = certificates[index];
      const answer = subject === undefined ? 'unknown' : compare(issuer, subject);
      if (subject === undefined || answer === 'unknown') continue;
      compared += 1;
      if (answer === 'equal') continue;
      return failUnsorted(
        `The authority key identifier of ${nameOf(subject)} is not that of its issuer ${nameOf(issuer)}. Clients that search by it miss the path. Send the issuer certificate that fits, or reissue.`,
        { expected: identifierText(issuer), observed: 'another key or certificate' },
      );
    }
    if (compared === 0 && end !== 'open') {
      return notApplicable('absent', 'No certificate on the path identifies the key of an issuer above it.');
    }
    return passUnlessOpen(path, 'Every authority key identifier fits the issuer above it.');
  },
});

function findMalformed({ certificates }: JudgedPath): Judgement<'unsorted'> | undefined {
  for (const certificate of certificates) {
    const { authorityKeyIdentifier: authority, subjectKeyIdentifier: own } = certificate.extensions;
    const malformed = [authority, own].find((extension) => extension?.ok === false);
    if (malformed?.ok === false) {
      return failUnsorted(
        `A key identifier of ${nameOf(certificate)} is malformed: ${malformed.error.message} Clients cannot find issuers by it. Reissue the certificate.`,
        { observed: 'malformed' },
      );
    }
  }
  return undefined;
}

function compare(issuer: Certificate, subject: Certificate): 'equal' | 'different' | 'unknown' {
  const keys = compareKeyIdentifiers(issuer, subject);
  if (keys === 'different') return 'different';
  const authority = subject.extensions.authorityKeyIdentifier;
  const issuerAndSerial = authority?.ok === true ? compareIssuerAndSerial(authority.value, issuer) : 'unknown';
  return issuerAndSerial === 'unknown' ? keys : issuerAndSerial;
}

/** RFC 5280 §4.2.1.1: the pair names the issuer's certificate by its own issuer and serial number. */
function compareIssuerAndSerial(
  { authorityCertIssuer, authorityCertSerialNumber }: AuthorityKeyIdentifier,
  issuer: Certificate,
): 'equal' | 'different' | 'unknown' {
  if (authorityCertSerialNumber === undefined) return 'unknown';
  const names = (authorityCertIssuer ?? []).flatMap((name) => (name.kind === 'directory' ? [name.name] : []));
  if (names.length === 0) return 'unknown';
  const fits =
    authorityCertSerialNumber.hex === issuer.serialNumber.hex && names.some((name) => namesEqual(name, issuer.issuer));
  return fits ? 'equal' : 'different';
}

function identifierText({ extensions: { subjectKeyIdentifier } }: Certificate): string {
  return subjectKeyIdentifier?.ok === true ? hexOf(subjectKeyIdentifier.value).slice(0, 64) : 'none';
}
