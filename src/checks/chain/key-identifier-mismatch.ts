import { compareKeyIdentifiers } from '../../pki/path/issuer-links.ts';
import { shortNameOf } from '../../pki/name-of.ts';
import type { AuthorityKeyIdentifier, Certificate } from '../../x509/certificate.ts';
import { hexOf } from '../../x509/der/hex.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { JudgedPath } from '../evidence.ts';
import { fail, type Judgement, notApplicable } from '../judgement.ts';
import { passUnlessOpen } from './open-path.ts';

/** For each certificate on the path that identifies its issuer's key: it is the key of the issuer above it. */
export const keyIdentifierMismatch = defineCheck({
  id: 'key-identifier-mismatch',
  title: 'The authority key identifiers in the chain match their issuers',
  why: 'Clients find issuers by key identifier; if it does not match, some clients cannot build the chain.',
  citation: rfc(5280, '4.2.1.1 and 4.2.1.2'),
  faults: {
    mismatch: {
      title: 'An authority key identifier does not match the issuer',
      why: 'Clients that search for issuers by key identifier cannot build the chain.',
      remedy: 'Send the CA certificate whose key identifier matches, or reissue the certificate.',
      subject: 'certificate',
    },
    malformed: {
      title: 'A key identifier cannot be decoded',
      why: 'Clients cannot find issuers by it.',
      remedy: 'Reissue the certificate.',
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
      return fail('mismatch', {
        title: `The authority key identifier of ${shortNameOf(subject)} does not match its issuer ${shortNameOf(issuer)}`,
        certificate: subject,
        expected: identifierText(issuer),
        observed: 'a different key or certificate',
      });
    }
    if (compared === 0 && end !== 'open') {
      return notApplicable('absent', 'No certificate in the chain has an authority key identifier to compare.');
    }
    return passUnlessOpen(path, 'Every authority key identifier matches the issuer above it.');
  },
});

function findMalformed({ certificates }: JudgedPath): Judgement<'malformed'> | undefined {
  for (const certificate of certificates) {
    const { authorityKeyIdentifier: authority, subjectKeyIdentifier: own } = certificate.extensions;
    const malformed = [authority, own].find((extension) => extension?.ok === false);
    if (malformed?.ok === false) {
      return fail('malformed', {
        title: `A key identifier of ${shortNameOf(certificate)} cannot be decoded`,
        detail: malformed.error.message,
        certificate,
        observed: 'malformed',
      });
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
