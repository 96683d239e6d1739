import { nameOf, shortNameOf } from '../../pki/name-of.ts';
import { isSelfSigned } from '../../pki/path/issuer-links.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { Evidence } from '../evidence.ts';
import { agoText, dayText, hasExpired } from '../instant-text.ts';
import { fail, pass } from '../judgement.ts';
import { count, joinWords } from '../join-words.ts';
import { unverifiedNote } from './unverified-links.ts';

/**
 * No self-signed root above the leaf, no byte duplicate, nothing that the judged path does not use. Without a path to a trusted root
 * everything that an issuer link reaches from the leaf may be needed. An expired one is worse: old path builders stop at it.
 */
export const unneededCertificates = defineCheck({
  id: 'unneeded-certificates',
  title: 'Every certificate sent is needed',
  why: 'Unneeded certificates cost bytes in every handshake, and old clients may build the chain through them.',
  citation: rfc(5246, '7.4.2 (certificate_list)'),
  faults: {
    expired: {
      title: 'The server sends an expired certificate that is not needed',
      why: 'Old clients build the chain through it and refuse the server; current clients ignore it.',
      remedy: 'Remove the expired certificate from the chain that the server sends.',
      subject: 'certificate',
    },
    'not-needed': {
      title: 'The server sends certificates that are not needed',
      why: 'Unneeded certificates cost bytes in every handshake.',
      remedy: 'Send the leaf and its intermediates only.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'presented', 'links', 'path', 'validation', 'now'],
  judge: ({ presented, links, path, validation, now }) => {
    const unneeded = findUnneeded({ presented, links, path, validation });
    const [first] = unneeded;
    if (first === undefined) {
      return pass(
        `${presented.length === 1 ? 'The certificate' : `Each of the ${presented.length} certificates`} sent is needed.${unverifiedNote(links)}`,
        { expected: 'none', observed: 'none' },
      );
    }
    const details = { expected: 'none', observed: count(unneeded.length, 'unneeded certificate') };
    const listed = `Not needed: ${joinWords(unneeded.map(({ what }) => what))}.`;
    const expired = unneeded.find(
      ({ certificate, isUsed }) => certificate !== undefined && !isUsed && hasExpired(certificate, now),
    );
    if (expired?.certificate !== undefined) {
      const { certificate } = expired;
      return fail('expired', {
        ...details,
        title: `${shortNameOf(certificate)}, expired on ${dayText(certificate.notAfter)} (${agoText(certificate.notAfter, now)}), is sent but not needed`,
        ...(unneeded.length === 1 ? {} : { detail: listed }),
        certificate,
      });
    }
    return fail('not-needed', {
      ...details,
      title:
        unneeded.length === 1
          ? `Not needed: ${first.what}`
          : `${unneeded.length} of ${presented.length} certificates sent are not needed`,
      ...(unneeded.length === 1 ? {} : { detail: listed }),
      ...(first.certificate === undefined ? {} : { certificate: first.certificate }),
    });
  },
});

interface Unneeded {
  readonly what: string;
  /** Undefined: it cannot be decoded. */
  readonly certificate: Certificate | undefined;
  /** The judged path ends in it: clients have it, and need not be sent it. */
  readonly isUsed: boolean;
}

function findUnneeded({
  presented,
  links,
  path,
  validation,
}: Pick<Evidence, 'presented' | 'links' | 'path' | 'validation'>): readonly Unneeded[] {
  const used = new Set((path.end === 'anchor' ? path.certificates : links.reachable).map(({ sha256 }) => sha256));
  const seen = new Set<string>();
  const unneeded: Unneeded[] = [];
  for (const [index, { sha256, certificate: decoded }] of presented.entries()) {
    const place = `certificate ${index + 1}`;
    const certificate = decoded.ok ? decoded.value : undefined;
    const isUsed = path.certificates.some((each) => each.sha256 === sha256);
    const isRoot = index > 0 && certificate !== undefined && isSelfSigned(certificate, validation.checkLink);
    if (seen.has(sha256)) unneeded.push({ what: `duplicate ${place}`, certificate, isUsed });
    else if (certificate === undefined) unneeded.push({ what: `undecodable ${place}`, certificate, isUsed });
    else if (isRoot) unneeded.push({ what: `root ${nameOf(certificate)} (${place})`, certificate, isUsed });
    else if (!used.has(sha256)) unneeded.push({ what: `${nameOf(certificate)} (${place})`, certificate, isUsed });
    seen.add(sha256);
  }
  return unneeded;
}
